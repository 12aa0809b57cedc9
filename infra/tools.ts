/** A server program that is not in npm, at the version this project is proven with. */
export interface Tool {
  readonly name: ToolName
  /** As in the file name in the cache. */
  readonly version: string
  /** What `go install` takes. */
  readonly source: string
  /** What the program's `--version` must say if it was found on PATH. */
  readonly accepts: RegExp
  readonly acceptsInWords: string
  /** The variables that name a server of one's own. */
  readonly variables: string
  /** The official archives by platform: address and SHA-256. */
  readonly archives: Readonly<Record<string, { readonly url: string; readonly sha256: string }>>
}

export type ToolName = 'temporal' | 'minio'

const temporalArchive = (platform: string, sha256: string) => ({
  url: `https://github.com/temporalio/cli/releases/download/v1.5.1/temporal_cli_1.5.1_${platform}.tar.gz`,
  sha256,
})

export const TOOLS: Readonly<Record<ToolName, Tool>> = {
  temporal: {
    name: 'temporal',
    version: '1.5.1',
    // Newer tags carry replace directives and cannot be installed by `go install`.
    source: 'github.com/temporalio/cli/cmd/temporal@v1.5.1',
    // Another server version may not read the database file that this one has written.
    accepts: /Server 1\.29\./,
    acceptsInWords: 'CLI 1.5.x, Server 1.29.x',
    variables: 'TEMPORAL_ADDRESS',
    archives: {
      'linux-x64': temporalArchive('linux_amd64', 'ddc95e08b0b076efd4ea9733a3f488eb7d2be875f8834e616cd2a37358b4852d'),
      'linux-arm64': temporalArchive('linux_arm64', 'bd1b0db9f18b051026de8bf6cc1505f2510f14bbb7a8b9a4a91fff46c77454f5'),
      'darwin-x64': temporalArchive('darwin_amd64', 'bbb73e2a31135abe50a1f1cdb35030c42961df618e8ce9c60ae89f201540c5d9'),
      'darwin-arm64': temporalArchive('darwin_arm64', 'cca01b7ea35ad56e2a328d9ae596bf716bd22313ef63c7a761c88354457c2415'),
    },
  },
  minio: {
    name: 'minio',
    version: '20260212201848',
    source: 'github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c',
    accepts: /DEVELOPMENT\.GOGET|RELEASE\.202[5-9]-/,
    acceptsInWords: 'RELEASE.2025 or later',
    variables: 'S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY',
    archives: {}, // upstream publishes none any more
  },
}

/** The Go that builds them where the machine has none, as a module, so that every Go module proxy has it. */
export const GO = {
  version: '1.26.8',
  /** The oldest Go that the sources accept. */
  oldest: [1, 25],
  sha256: {
    'linux-x64': '30c2b1bf7dcc88d3eb0a1364e47ddd9128edb3110a30e8a0ef61cd5856b31de7',
    'linux-arm64': '02b36b6787b3ac767668f630e2998df45a3b1f9ffee08d1bf3ef6487cd658d99',
    'darwin-x64': 'fe99a2009e5bb51e06d7784f1a486478673512041c2671157bd382806e2aedcf',
    'darwin-arm64': '0aad5fb52b88498885290178adc0bcfe429bc63012621af9f83282eb640bd9c7',
  },
} as const
