export const countryCodes = (_allowed?: string[]) => [] as any[]
