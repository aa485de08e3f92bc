/** Money is counted in ten-thousandths of the operator's own currency, which the server does not know by name. */
const UNIT = 10_000
export const showMoney = (amount: number, language: string): string =>
  (amount / UNIT).toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
