import { openFolderSystem } from './folder/system.ts'
import type { AgencySystem } from './model.ts'
import type { Way } from './ways.ts'
import { openWebhookSystem } from './webhook/system.ts'

/** Opens a way to an agency's own system. @throws SystemFault where it cannot be begun */
export async function openSystem(way: Way): Promise<AgencySystem> {
  if (way.kind === 'webhook') return openWebhookSystem(way)
  return await openFolderSystem(way)
}
