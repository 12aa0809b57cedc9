import { constants } from 'node:fs'

/** The library that finds the lines asks Node for these numbers by an old way, which a process without permissions does not have. */
Reflect.set(process, 'binding', () => ({ fs: constants }))
