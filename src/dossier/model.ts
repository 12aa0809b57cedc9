/** What a sorted paper needs to stand in the catalogue. */
export type CatalogueDocument = {
  readonly id: string
  readonly volume: string
  readonly volumeSeq: number
  readonly seq: number | null
  readonly code: string
  readonly fileName: string
  readonly pageCount: number
}

/** A paper's place: its number in the volume and its printed pages; cover, catalogue and remarks carry no page number. */
export type CataloguePlace = { readonly seq: number; readonly pageFrom: number; readonly pageTo: number }

export type CatalogueVolume<T extends CatalogueDocument> = {
  readonly volume: string
  readonly volumeSeq: number
  readonly pageCount: number
  readonly documents: readonly (T & { readonly place: CataloguePlace })[]
}

/** Media types that the dossier takes, by extension. */
export const MEDIA_TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
}

export const MAX_FILE_BYTES = 2 ** 30
