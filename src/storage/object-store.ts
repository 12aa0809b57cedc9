import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { Client } from 'minio'
import type { Batches } from './batches.ts'
import { checkedPut, type StoreAddress } from './checked-put.ts'

/** The bytes of the dossier: originals and renditions, each written once under a random key. Speaks the S3 protocol only. */
export type ObjectStore = {
  put(key: string, source: Batches, sizeBytes: number, contentType: string): Promise<void>
  /** A part of an object; `length` omitted reads to the end. */
  read(key: string, offset?: number, length?: number): Promise<Readable>
  remove(key: string): Promise<void>
  size(key: string): Promise<number | null>
  /** In the order of their keys, after `after` where it is given. */
  list(prefix: string, after?: string): AsyncIterable<{ key: string; modifiedAt: Date }>
  check(): Promise<void>
}

/** A key says nothing of the case or the person: only the kind of object and a random id. */
export const newObjectKey = (kind: 'original' | 'rendition' | 'archive' | 'certificate' | 'picture'): string => `${kind}/${randomUUID()}`

export type StoreOptions = Omit<StoreAddress, 'host' | 'port' | 'secure'>

function placeOf(endpoint: string): Pick<StoreAddress, 'host' | 'port' | 'secure'> {
  const url = new URL(endpoint)
  const secure = url.protocol === 'https:'
  return { secure, host: url.hostname, port: Number(url.port || (secure ? 443 : 80)) }
}

export function openStore(endpoint: string, options: StoreOptions): ObjectStore {
  const address: StoreAddress = { ...placeOf(endpoint), ...options }
  const { bucket, region, accessKey, secretKey } = options
  const client = new Client({ endPoint: address.host, port: address.port, useSSL: address.secure, accessKey, secretKey, region })
  return {
    put: async (key, source, sizeBytes, contentType) => await checkedPut(address, key, source, sizeBytes, contentType),
    read: async (key, offset = 0, length) => await client.getPartialObject(bucket, key, offset, length ?? 0),
    remove: async key => await client.removeObject(bucket, key),
    async size(key) {
      try {
        return (await client.statObject(bucket, key)).size
      } catch (cause) {
        if (cause instanceof Error && 'code' in cause && (cause.code === 'NotFound' || cause.code === 'NoSuchKey')) return null
        throw cause
      }
    },
    async *list(prefix, after = '') {
      const items: AsyncIterable<{ name?: string; lastModified?: Date }> = client.listObjectsV2(bucket, prefix, true, after)
      for await (const item of items) if (item.name && item.lastModified) yield { key: item.name, modifiedAt: item.lastModified }
    },
    async check() {
      if (!(await client.bucketExists(bucket))) throw new Error('the bucket is missing')
    },
  }
}

/**
 * Makes the bucket where it is missing and puts the installation's marker into it; a bucket with another marker belongs to
 * another data folder. @returns the marker found
 */
export async function prepareBucket(endpoint: string, options: StoreOptions, marker: string): Promise<string> {
  const { host, port, secure } = placeOf(endpoint)
  const client = new Client({ endPoint: host, port, useSSL: secure, ...options })
  if (!(await client.bucketExists(options.bucket))) await client.makeBucket(options.bucket, options.region)
  try {
    const stream = await client.getObject(options.bucket, 'marker')
    let found = ''
    for await (const chunk of stream) found += String(chunk)
    return found
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'NoSuchKey')) throw cause
    await client.putObject(options.bucket, 'marker', marker)
    return marker
  }
}
