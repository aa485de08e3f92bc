/** Tencent Cloud's API 3.0 and its SMS service, as far as the gateway uses them: TC3-HMAC-SHA256 is recomputed from the wire. */
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { type Answer, type Asked, startVendor } from './testing.double.ts'

const hash = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text, 'utf8')

/** The signature of what came in, over the headers it says are signed; header values in lower case, as the specification has them. */
export function tc3(
  secretKey: string,
  asked: Asked,
  given: { signedHeaders: string; date: string; service: string; timestamp: string },
): string {
  const [path = '/', query = ''] = asked.url.split('?')
  const headers = given.signedHeaders.split(';').map(
    (name) =>
      `${name}:${String(asked.headers[name] ?? '')
        .trim()
        .toLowerCase()}\n`,
  )
  const request = `${asked.method}\n${path}\n${query}\n${headers.join('')}\n${given.signedHeaders}\n${hash(asked.body)}`
  const secretDate = hmac(`TC3${secretKey}`, given.date).digest()
  const secretService = hmac(secretDate, given.service).digest()
  const secretSigning = hmac(secretService, 'tc3_request').digest()
  const scope = `${given.date}/${given.service}/tc3_request`
  return hmac(secretSigning, `TC3-HMAC-SHA256\n${given.timestamp}\n${scope}\n${hash(request)}`).digest('hex')
}

export type TencentGiven = {
  secretId: string
  secretKey: string
  appId: string
  now(): number
  regions: string[]
  signs: string[]
  templates: Record<string, { status: number; content: string; international: 0 | 1 }>
  /** What the keys may do; absent: everything. */
  allowed?: string[]
}

const response = (more: object): Answer => ({ status: 200, body: { Response: { ...more, RequestId: randomUUID() } } })
const fault = (Code: string, Message = Code) => response({ Error: { Code, Message } })

export async function startTencent(given: TencentGiven) {
  const sent: Record<string, unknown>[] = []
  /** By number: what the service says of it instead of Ok. */
  const refusals = new Map<string, string>()
  /** What the whole call is answered with. */
  const state: { error?: string } = {}

  const vendor = await startVendor((asked) => {
    const header = (name: string) => String(asked.headers[name] ?? '')
    const said =
      /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/(\w+)\/tc3_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
        header('authorization'),
      )
    if (!said) return fault('AuthFailure.InvalidAuthorization', 'The request authorization header is invalid.')
    const [, id, date = '', service = '', signedHeaders = '', signature] = said
    const timestamp = header('x-tc-timestamp')
    if (id !== given.secretId) return fault('AuthFailure.SecretIdNotFound', `The SecretId ${id} is not found`)
    if (Math.abs(Number(timestamp) - given.now() / 1000) > 300) return fault('AuthFailure.SignatureExpire')
    if (new Date(Number(timestamp) * 1000).toISOString().slice(0, 10) !== date) return fault('AuthFailure.SignatureFailure')
    if (!['content-type', 'host'].every((it) => signedHeaders.split(';').includes(it))) return fault('AuthFailure.SignatureFailure')
    if (signature !== tc3(given.secretKey, asked, { signedHeaders, date, service, timestamp })) {
      return fault('AuthFailure.SignatureFailure', `The provided credentials could not be validated: ${asked.body}`)
    }
    if (service !== 'sms' || header('x-tc-version') !== '2021-01-11') return fault('NoSuchVersion')
    if (!given.regions.includes(header('x-tc-region'))) return fault('UnsupportedRegion', 'The region is not supported.')
    const action = header('x-tc-action')
    if (given.allowed && !given.allowed.includes(action))
      return fault('AuthFailure.UnauthorizedOperation', `[request id] you are not authorized to perform ${action}`)
    if (state.error) return fault(state.error)
    return act(action, JSON.parse(asked.body) as Record<string, unknown>)
  })

  function act(action: string, question: Record<string, unknown>): Answer {
    switch (action) {
      case 'SendStatusStatistics': {
        if (question['SmsSdkAppId'] !== given.appId) return fault('UnauthorizedOperation.SmsSdkAppIdVerifyFail')
        if (![question['BeginTime'], question['EndTime']].every((it) => /^20\d{8}$/.test(String(it))))
          return fault('InvalidParameterValue.BeginTimeVerifyFail')
        return response({ SendStatusStatistics: { FeeCount: 0, RequestCount: 0, RequestSuccessCount: 0 } })
      }
      case 'DescribeSmsTemplateList': {
        const ids = question['TemplateIdSet'] as unknown[]
        if (!ids.every((it) => typeof it === 'number')) return fault('InvalidParameter')
        const found = ids.flatMap((id) => {
          const it = given.templates[String(id)]
          if (!it || it.international !== question['International']) return []
          return [
            {
              TemplateId: id,
              International: it.international,
              StatusCode: it.status,
              TemplateName: 'code',
              TemplateContent: it.content,
              ReviewReply: '',
            },
          ]
        })
        return response({ DescribeTemplateStatusSet: found })
      }
      case 'SendSms':
        return sendSms(question)
      default:
        return fault('InvalidAction')
    }
  }

  function sendSms(question: Record<string, unknown>): Answer {
    if (question['SmsSdkAppId'] !== given.appId) return fault('UnauthorizedOperation.SmsSdkAppIdVerifyFail')
    const [number = ''] = question['PhoneNumberSet'] as string[]
    const status = (Code: string) =>
      response({
        SendStatusSet: [
          {
            SerialNo: Code === 'Ok' ? `5000:10457106691570536578498495${sent.length}` : '',
            PhoneNumber: number,
            Fee: Code === 'Ok' ? 1 : 0,
            SessionContext: question['SessionContext'],
            Code,
            Message: Code === 'Ok' ? 'send success' : `${number} ${Code}`,
            IsoCode: 'CN',
          },
        ],
      })
    const refusal = refusals.get(number)
    if (refusal) return status(refusal)
    const isHome = number.startsWith('+86')
    if (isHome && !given.signs.includes(String(question['SignName']))) return status('FailedOperation.SignatureIncorrectOrUnapproved')
    const template = given.templates[String(question['TemplateId'])]
    if (template?.status !== 0) return status('FailedOperation.TemplateIncorrectOrUnapproved')
    if (isHome && template.international) return status('UnsupportedOperation.GlobalTemplateToChineseMainlandPhone')
    if (!isHome && !template.international) return status('UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone')
    const params = question['TemplateParamSet'] as string[]
    if (params.length !== new Set(template.content.match(/\{\d+\}/g)).size)
      return status('FailedOperation.TemplateParamSetNotMatchApprovedTemplate')
    sent.push(question)
    return status('Ok')
  }

  return { ...vendor, sent, refusals, says: state }
}
