// What the oldest supported browser (Chromium 88) lacks and our libraries use.
function define(target: object, name: string, value: unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true })
}

function at<T>(this: ArrayLike<T>, index: number): T | undefined {
  const place = Math.trunc(index)
  return this[place < 0 ? this.length + place : place]
}

define(Array.prototype, 'at', at)
define(String.prototype, 'at', at)
define(Object, 'hasOwn', (target: object, key: PropertyKey) => Object.getOwnPropertyDescriptor(target, key) !== undefined)
define(Array.prototype, 'findLast', function findLast<T>(this: T[], test: (item: T, index: number, all: T[]) => boolean) {
  for (let index = this.length - 1; index >= 0; index--) {
    const item = this[index]
    if (item !== undefined && test(item, index, this)) return item
  }
  return undefined
})
