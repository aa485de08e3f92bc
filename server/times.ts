/** Times are milliseconds in the database and seconds on the wire. */
export const inSeconds = (at: number): number => Math.floor(at / 1000)
export const inSecondsOr = (at: number | null): number | null => (at === null ? null : inSeconds(at))
