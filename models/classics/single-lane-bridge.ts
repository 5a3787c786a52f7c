import { array, id, int, queue, struct, system } from '../../src/index.js'

const LENGTH = 8
const BRIDGE = { first: 4, last: 5 } as const

/**
 * Cars go round a road of eight places in both directions; places 4 and 5 are a bridge with one lane. Cars queue before
 * the bridge. Anybody may tell the first in the queue to go, which is why that action has a car of its own.
 */
export const singleLaneBridge = system('single-lane-bridge', {
  summary: 'cars in both directions share a bridge with one lane',
  source: 'Magee & Kramer 1999, 7.2; TLA+ Examples, SingleLaneBridge',
  parameters: { carsEachWay: int(1, 3, { default: 2 }) },
  state: ({ carsEachWay }) => {
    const cars = 2 * carsEachWay
    return struct({ place: array(cars, int(1, LENGTH)), waiting: queue(id('car', cars), cars) })
  },
  initial: (s, { carsEachWay }) => {
    for (let car = 0; car < carsEachWay; car++) s.place.set(car, LENGTH)
  },
  behaviour: ({ carsEachWay, action, precaution }) => {
    const car = id('car', 2 * carsEachWay)
    const oneWay = precaution('follow only cars of the same direction')
    const keepsDistance = precaution('do not drive into another car')
    const goesDown = (car: number) => car < carsEachWay
    const next = (car: number, place: number) => (goesDown(car) ? place - 1 || LENGTH : (place % LENGTH) + 1)
    const beforeBridge = (car: number) => (goesDown(car) ? BRIDGE.last + 1 : BRIDGE.first - 1)
    return [
      action(
        'drive on the road',
        { car },
        {
          when: (s, { car }) => !onBridge(next(car, s.place.get(car))),
          do: (s, { car }) => {
            s.place.set(car, next(car, s.place.get(car)))
            if (s.place.get(car) === beforeBridge(car)) s.waiting.push(car)
          },
        },
      ),
      action(
        'drive on the bridge',
        { car },
        {
          when: (s, { car }) =>
            onBridge(s.place.get(car)) && s.place.every((other) => other !== next(car, s.place.get(car))),
          do: (s, { car }) => s.place.set(car, next(car, s.place.get(car))),
        },
      ),
      action(
        'enter the empty bridge',
        { toldBy: car },
        {
          when: (s) => !s.waiting.isEmpty && !s.place.some(onBridge),
          do: (s) => {
            const first = s.waiting.shift()
            s.place.set(first, next(first, s.place.get(first)))
          },
        },
      ),
      action(
        'follow onto the bridge',
        { toldBy: car },
        {
          when: (s) => {
            if (s.waiting.isEmpty) return false
            const first = s.waiting.head
            const target = next(first, s.place.get(first))
            return s.place.every(
              (place, other) =>
                (!oneWay || !onBridge(place) || goesDown(other) === goesDown(first)) &&
                (!keepsDistance || place !== target),
            )
          },
          do: (s) => {
            const first = s.waiting.shift()
            s.place.set(first, next(first, s.place.get(first)))
          },
        },
      ),
    ]
  },
  fairness: ({ weak }) => [
    weak('drive on the road'),
    weak('drive on the bridge'),
    weak.together(['enter the empty bridge', 'follow onto the bridge']),
  ],
  properties: ({ carsEachWay, always, reachable, leadsTo }) => ({
    'who is on the bridge leaves it': leadsTo.each(
      'place',
      (_, place) => onBridge(place),
      (_, place) => !onBridge(place),
    ),
    'everybody gets onto the bridge': leadsTo.each(
      'place',
      (_, place) => !onBridge(place),
      (_, place) => onBridge(place),
    ),
    'no two cars at one place on the bridge': always((s) =>
      s.place.every((place, i) => !onBridge(place) || !s.place.some((other, j) => j !== i && other === place)),
    ),
    'one direction at a time': always(
      (s) =>
        !s.place.some((place, car) => onBridge(place) && car < carsEachWay) ||
        !s.place.some((place, car) => onBridge(place) && car >= carsEachWay),
    ),
    'the bridge can be full': reachable((s) => s.place.count(onBridge) === BRIDGE.last - BRIDGE.first + 1),
  }),
})

function onBridge(place: number): boolean {
  return place >= BRIDGE.first && place <= BRIDGE.last
}
