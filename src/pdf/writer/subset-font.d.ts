declare module 'subset-font' {
  interface SubsetOptions {
    targetFormat: 'truetype'
    keepFeatures?: string[]
    noLayoutClosure?: boolean
    noHinting?: boolean
    dropTables?: string[]
  }

  export default function subsetFont(font: Buffer, text: string, options: SubsetOptions): Promise<Buffer>
}
