export { caseFlow } from './case-flow.ts'
export { handOver } from './hand-over.ts'
export { letter } from './letter.ts'
export { zipImport } from './zip-import.ts'
