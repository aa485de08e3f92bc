/** Who takes part: the same made-up people and applications for every target. */

/** One application for each signature. */
export const apps = { RS256: 'BenchAppRS256BenchAppRS256Bench1', ES256: 'BenchAppES256BenchAppES256Bench2' } as const
export type Algorithm = keyof typeof apps

export const SECRET = 'a-secret-for-benchmarks'
export const PASSWORD = 'Benchmark-Kiwi-42'
export const SOURCE = 'sandbox'

/**
 * The number of person n: valid, Chinese, and nobody's. Far apart from that of person n + 1, as people's are: numbers in a row
 * are what an attack looks like. (Prime to a hundred million, so no two people share one.)
 */
export const mobileOf = (n: number): string => `+86${15_900_000_000 + ((n * 61_803_399) % 100_000_000)}`
