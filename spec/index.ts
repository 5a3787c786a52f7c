export { mutex } from './mutex.js'
