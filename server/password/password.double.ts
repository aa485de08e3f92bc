/** People with passwords, for tests: made as the server makes them, or as another system did. */
import { transact } from '../context.ts'
import type { Bench } from '../testing.ts'
import type { NewUser, User } from '../users/index.ts'
import { findUser } from '../users/index.ts'
import { makeHash, normalize } from './hashing.ts'
import { importPassword } from './passwords.ts'

/** Strong enough for every policy of the tests. */
export const PASSWORD = 'Stapler-Kiwi-42'

export async function addPerson(b: Bench, input: NewUser, password = PASSWORD, tenantId = b.tenant.id): Promise<User> {
  return addImported(b, input, await makeHash(b.ctx, normalize(password)), {}, tenantId)
}

export async function addImported(
  b: Bench,
  input: NewUser,
  hash: string,
  { mustChange = false } = {},
  tenantId = b.tenant.id,
): Promise<User> {
  const { id } = await b.addUser(input, tenantId)
  await transact(b.ctx, (ctx) => importPassword(ctx, tenantId, id, { hash, mustChange }))
  return (await findUser(b.ctx, tenantId, id)) as User
}

/** How many hashes were made or compared on this server. */
export async function hashed(b: Bench): Promise<number> {
  const { values } = await b.world.metrics.passwords.get()
  return values.filter((it) => it.labels.event !== 'crowded').reduce((sum, it) => sum + it.value, 0)
}
