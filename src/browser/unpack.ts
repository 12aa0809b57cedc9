// Unpacks the browser of the package into TMPDIR; chromium.ts says why this is a process of its own.
import packed from '@sparticuz/chromium'

await packed.executablePath()
