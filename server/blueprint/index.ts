import type { Ground } from '../context.ts'

export class BlueprintFault extends Error {}
export async function applyFile(_ctx: Ground, file: string): Promise<void> {
  throw new BlueprintFault(file)
}
