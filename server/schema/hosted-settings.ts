/** What an application decides about the OpenID provider (oauth/) and the pages people sign in on (hosted/). */
import { pictureField } from '../picture.ts'
import { Type } from '../type.ts'
import { closed, seconds } from './people-settings.ts'

export const OauthSettings = Type.Object(
  {
    code_flow: Type.Boolean({
      default: true,
      description: 'Whether this application may send people to /api/v1/oauth2/authorize; they come back to one of redirect_uris.',
    }),
    public_client: Type.Boolean({
      default: false,
      description:
        'It runs in a browser or on a telephone and keeps no secret: it proves itself by PKCE alone. An application without a secret is one anyway.',
    }),
    pkce: Type.Boolean({
      default: false,
      description: 'Whether an application with a secret must use PKCE (S256) as well; one without always must.',
    }),
    consent: Type.Boolean({
      default: false,
      description: 'Whether people are asked before this application learns who they are: for applications of others.',
    }),
    token_lifetime: seconds(7200, 'Lifetime of an access token of /api/v1/oauth2/token.', 86_400, 60),
    refresh_token_lifetime: seconds(
      0,
      'Lifetime of a refresh token; it ends with the session at the latest. 0: none is given.',
      31_536_000,
      0,
    ),
    post_logout_redirect_uris: Type.Array(Type.String({ maxLength: 2048 }), {
      default: [],
      maxItems: 50,
      description: 'Addresses /api/v1/logout may send people to; compared exactly.',
    }),
  },
  closed,
)

/** The ways in that a sign-in page may show. Sources are those of the application. */
export const hostedWays = ['sources', 'sms', 'email', 'password', 'passkey'] as const
export type HostedWay = (typeof hostedWays)[number]

export const HostedSettings = Type.Object(
  {
    ways: Type.Array(Type.Enum([...hostedWays]), {
      default: [...hostedWays],
      minItems: 1,
      maxItems: 5,
      uniqueItems: true,
      description: 'Ways in that the page shows, in this order; what the tenant does not serve is left out.',
    }),
    name: Type.String({ default: '', maxLength: 60, description: 'What the pages call the application. Empty: its name.' }),
    logo: pictureField(
      ['png', 'jpeg', 'gif', 'webp'],
      50,
      'Picture above the form (PNG, JPEG, GIF or WebP, at most 50 KB), kept as a data: address: nothing is fetched from elsewhere.',
    ),
    colour: Type.String({
      default: '#0b5cad',
      pattern: '^#[0-9a-fA-F]{6}$',
      description: 'Colour of buttons and links. Darkened or lightened where letters could not be read on it.',
    }),
  },
  closed,
)
