import { toHex } from './bytes.ts'
import { randomBytes, type Storage } from './environment.ts'

const NAME = 'bowline.device'

/** Names this device: made up the first time, and the same from then on. It says nothing of the device or its owner. */
export async function keepFingerprint(storage: Storage): Promise<string> {
  const kept = await storage.getItem(NAME)
  if (kept) return kept
  const made = toHex(randomBytes(16))
  await storage.setItem(NAME, made)
  return made
}
