import { endpoint } from '../http.ts'
import { countryCodes } from './countries.ts'
import { Type } from '../type.ts'

/** Wire: user-api 2.2.3. */
export default endpoint({
  method: 'GET',
  url: '/api/v2/sdk/country-codes',
  about: 'Countries whose numbers are served, with names, calling codes and the form of their mobile numbers',
  caller: 'app',
  reply: Type.Object({
    phoneAreaCodeDefinitions: Type.Array(
      Type.Object({
        areaCode: Type.String(),
        displayMapping: Type.Object({ 'zh-TW': Type.String(), en: Type.String(), 'zh-CN': Type.String() }),
        countryCode: Type.String(),
        mobileRegex: Type.String(),
        areaCodeSuffixes: Type.Array(Type.String()),
      }),
    ),
    preferredAreaCode: Type.String({ description: 'The ISO 3166 code, as published.' }),
  }),

  async handle({ ctx }) {
    const { countries, preferred_country } = ctx.tenant.settings
    return { phoneAreaCodeDefinitions: countryCodes(countries.length ? countries : undefined), preferredAreaCode: preferred_country }
  },
})
