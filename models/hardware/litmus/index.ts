export { outcomesOf } from './outcomes.js'
export { litmusSystem } from './system.js'
export { library } from './tests/index.js'
