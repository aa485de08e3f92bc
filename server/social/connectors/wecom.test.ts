import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Refusal } from './connector.ts'
import { assertRefused, openOutside, troubles } from './testing.double.ts'
import { wecom } from './wecom.ts'
import { startWecomDouble } from './wecom.double.ts'

const corpId = 'ww0123456789abcdef'
const agentId = '1000002'
const secret = 'Sec-TheApplicationKeepsThisToItself-0123456'
const member = {
  userid: 'ZhangSan',
  name: '张三 😀',
  avatar: 'https://wework.qpic.cn/wwpic/x/0',
  mobile: '13800138000',
  email: 'zhangsan@example.com',
}
const TOKEN = '/cgi-bin/gettoken'
const INFO = '/cgi-bin/auth/getuserinfo'
const USER = '/cgi-bin/user/get'
const DETAIL = '/cgi-bin/auth/getuserdetail'
const AGENT = '/cgi-bin/agent/get'

async function provider(now = Date.now, timeoutMs?: number) {
  const double = await startWecomDouble({ corpId, secret, agentId, now })
  after(double.close)
  const settings = { scene: 'website', corp_id: corpId, agent_id: agentId, secret, api_url: double.url }
  return { double, settings, outside: openOutside(timeoutMs, now) }
}

describe('wecom: who is this', () => {
  test('a member: userid and name', async () => {
    const { double, settings, outside } = await provider()
    const found = await wecom.identify(settings, { code: double.agree(member) }, outside)
    assert.deepEqual(found, { subject: member.userid, nickname: member.name })
    assert.deepEqual(double.seen, [TOKEN, INFO, USER])
  })

  test('a member who was asked: picture, number and email too, none of them called proven', async () => {
    const { double, settings, outside } = await provider()
    const found = await wecom.identify({ ...settings, scene: 'in_app' }, { code: double.agree(member, 'snsapi_privateinfo') }, outside)
    const { userid: subject, name: nickname, ...shown } = member
    assert.deepEqual(found, { subject, nickname, ...shown })
    assert.deepEqual(double.seen, [TOKEN, INFO, USER, DETAIL])
  })

  test('the userid is the one of the contacts, whatever case it came in', async () => {
    const { double, settings, outside } = await provider()
    double.trouble.set(INFO, { body: JSON.stringify({ errcode: 0, errmsg: 'ok', userid: 'zhangsan' }) })
    double.agree(member)
    assert.equal((await wecom.identify(settings, { code: 'x' }, outside)).subject, 'ZhangSan')
  })

  test('an API address with a path of its own keeps it', async () => {
    const { double, settings, outside } = await provider()
    await assertRefused(wecom.identify({ ...settings, api_url: `${double.url}/proxy/` }, { code: 'x' }, outside), 'unreachable')
    assert.deepEqual(double.seen, [`/proxy${TOKEN}`])
  })
})

describe('wecom: the token of the application', () => {
  const signIn = async ({ double, settings, outside }: Awaited<ReturnType<typeof provider>>) =>
    (await wecom.identify(settings, { code: double.agree(member) }, outside)).subject

  test('is fetched once for many', async () => {
    const all = await provider()
    for (let i = 0; i < 5; i++) assert.equal(await signIn(all), member.userid)
    assert.equal(all.double.seen.filter((it) => it === TOKEN).length, 1)
  })

  test('is fetched anew shortly before its end, and not before', async () => {
    let now = 1_000_000
    const all = await provider(() => now)
    const fetched = () => all.double.seen.filter((it) => it === TOKEN).length
    await signIn(all)
    now += 7_200_000 - 60_001
    await signIn(all)
    assert.equal(fetched(), 1)
    now += 1
    await signIn(all)
    await signIn(all)
    assert.equal(fetched(), 2)
    now += 60_000
    await signIn(all)
    assert.equal(fetched(), 3)
  })

  test('called in before its time: another one is fetched, and the code still opens', async () => {
    const all = await provider()
    await signIn(all)
    all.double.callInToken()
    assert.equal(await signIn(all), member.userid)
    assert.deepEqual(all.double.seen, [TOKEN, INFO, USER, INFO, TOKEN, INFO, USER])
  })

  test('stale however new it is: it ends, and as unreachable', async () => {
    const all = await provider()
    all.double.errors.set(INFO, 42001)
    await assertRefused(signIn(all), 'unreachable')
    await assertRefused(signIn(all), 'unreachable')
    assert.deepEqual(all.double.seen, [TOKEN, INFO, INFO, TOKEN, INFO])
  })

  test('is of its company and its secret: others do not get it', async () => {
    const { double, settings, outside } = await provider()
    await wecom.identify(settings, { code: double.agree(member) }, outside)
    for (const differs of [{ corp_id: 'ww1' }, { secret: 'wrong' }]) {
      const code = double.agree(member)
      await assertRefused(wecom.identify({ ...settings, ...differs }, { code }, outside), 'misconfigured', [secret, code])
    }
    // The same application with another page shares it.
    await wecom.identify({ ...settings, scene: 'in_app', agent_id: '1' }, { code: double.agree(member) }, outside)
    assert.equal(double.seen.filter((it) => it === TOKEN).length, 3)
  })
})

describe('wecom: where the person signs in', () => {
  const input = { redirectUri: 'https://app.example.com/back?a=1&b=2', state: 'st&te', nonce: 'n', codeChallenge: 'c' }
  const redirect = encodeURIComponent(input.redirectUri)
  const pages: [Record<string, unknown>, string][] = [
    [
      { scene: 'website' },
      `https://login.work.weixin.qq.com/wwlogin/sso/login?login_type=CorpApp&appid=${corpId}&agentid=${agentId}&redirect_uri=${redirect}&state=st%26te`,
    ],
    [
      { scene: 'in_app' },
      `https://open.weixin.qq.com/connect/oauth2/authorize?appid=${corpId}&redirect_uri=${redirect}&response_type=code&scope=snsapi_base&state=st%26te&agentid=${agentId}#wechat_redirect`,
    ],
    [
      { scene: 'in_app', in_app_scope: 'snsapi_privateinfo', authorize_url: 'https://proxy.example.com/wx' },
      `https://proxy.example.com/wx/connect/oauth2/authorize?appid=${corpId}&redirect_uri=${redirect}&response_type=code&scope=snsapi_privateinfo&state=st%26te&agentid=${agentId}#wechat_redirect`,
    ],
  ]
  for (const [more, expected] of pages) {
    test(JSON.stringify(more), async () => {
      const settings = { corp_id: corpId, agent_id: agentId, secret, ...more }
      assert.equal(await wecom.authorizeUrl!(settings, input, openOutside()), expected)
    })
  }
})

describe('wecom: settings are tried when they are saved', () => {
  test('right ones pass, and a kept token does not speak for a secret that was changed', async () => {
    const { double, settings, outside } = await provider()
    await wecom.check!(settings, outside)
    await wecom.check!(settings, outside)
    assert.deepEqual(double.seen, [TOKEN, AGENT, TOKEN, AGENT])
  })

  const wrong: [Record<string, string>, string][] = [
    [{ corp_id: 'ww-none' }, 'corp_id'],
    [{ corp_id: '' }, 'corp_id'],
    [{ secret: 'wrong-secret' }, 'secret'],
    [{ secret: '' }, 'secret'],
    [{ agent_id: '1000003' }, 'agent_id'],
    [{ agent_id: 'ours' }, 'agent_id'],
  ]
  for (const [differs, setting] of wrong) {
    test(`${JSON.stringify(differs)} names ${setting}`, async () => {
      const { settings, outside } = await provider()
      const refusal = await assertRefused(wecom.check!({ ...settings, ...differs }, outside), 'misconfigured', [secret, 'wrong-secret'])
      assert.equal(refusal.setting, setting)
    })
  }

  test('our address is not among the trusted ones: no field is at fault', async () => {
    const { double, settings, outside } = await provider()
    double.errors.set(AGENT, 60020)
    const refusal = await assertRefused(wecom.check!(settings, outside), 'misconfigured')
    assert.equal(refusal.setting, undefined)
    assert.match(refusal.message, /60020/)
  })

  test('trouble is unreachable', async () => {
    const { double, settings, outside } = await provider()
    double.errors.set(AGENT, -1)
    await assertRefused(wecom.check!(settings, outside), 'unreachable')
  })
})

describe('wecom: refusals', () => {
  const refusals: [string, { settings?: Record<string, unknown>; code?: string }, Refusal, string?][] = [
    ['an unknown code', { code: 'unknown-code' }, 'expired'],
    ['an empty code', { code: '' }, 'expired'],
    ['a code that tries to add parameters', { code: 'x&access_token=y' }, 'expired'],
    ['a wrong company', { settings: { corp_id: 'ww0' } }, 'misconfigured', 'corp_id'],
    ['a wrong secret', { settings: { secret: 'wrong' } }, 'misconfigured', 'secret'],
    ['an API address that is none', { settings: { api_url: 'nonsense' } }, 'misconfigured'],
    ['an API address inside (threat 23)', { settings: { api_url: 'http://169.254.169.254' } }, 'misconfigured'],
    ['nobody there', { settings: { api_url: 'http://127.0.0.1:1' } }, 'unreachable'],
  ]
  for (const [what, differs, refusal, setting] of refusals) {
    test(`${what} is ${refusal}`, async () => {
      const { double, settings, outside } = await provider()
      const code = differs.code ?? double.agree(member)
      const work = wecom.identify({ ...settings, ...differs.settings }, { code }, outside)
      const error = await assertRefused(work, refusal, [secret, ...(code ? [code] : [])])
      assert.equal(error.setting, setting)
      assert.ok(!double.seen.includes(USER))
    })
  }

  for (const visitor of [{ openid: 'o-visitor' }, { openid: 'o-visitor', external_userid: 'wm-customer' }]) {
    test(`${JSON.stringify(visitor)} is denied: not a member`, async () => {
      const { double, settings, outside } = await provider()
      await assertRefused(wecom.identify(settings, { code: double.agreeFromOutside(visitor) }, outside), 'denied')
      assert.ok(!double.seen.includes(USER))
    })
  }

  for (const [status, what] of [
    [2, 'was switched off'],
    [4, 'never came'],
    [5, 'left'],
  ] as const) {
    test(`a member who ${what} is denied`, async () => {
      const { double, settings, outside } = await provider()
      await assertRefused(wecom.identify(settings, { code: double.agree({ ...member, status }) }, outside), 'denied')
    })
  }

  test('a code is good once', async () => {
    const { double, settings, outside } = await provider()
    const code = double.agree(member)
    await wecom.identify(settings, { code }, outside)
    await assertRefused(wecom.identify(settings, { code }, outside), 'expired', [code])
  })

  test('a code that waited five minutes is expired', async () => {
    let now = 0
    const { double, settings, outside } = await provider(() => now)
    const code = double.agree(member)
    now = 300_000
    await assertRefused(wecom.identify(settings, { code }, outside), 'expired')
  })

  for (const path of [USER, DETAIL]) {
    test(`${path} about somebody else is denied`, async () => {
      const { double, settings, outside } = await provider()
      double.trouble.set(path, { body: JSON.stringify({ errcode: 0, errmsg: 'ok', userid: 'LiSi', name: '李四', status: 1 }) })
      await assertRefused(wecom.identify(settings, { code: double.agree(member, 'snsapi_privateinfo') }, outside), 'denied')
    })
  }

  const codes: [string, number, Refusal][] = [
    [TOKEN, 40091, 'misconfigured'],
    [TOKEN, 45009, 'unreachable'],
    [INFO, 40029, 'expired'],
    [INFO, 40014, 'unreachable'],
    [INFO, 50001, 'misconfigured'],
    [INFO, 99999, 'denied'],
    [USER, 48002, 'misconfigured'],
    [USER, 60011, 'denied'],
    [USER, 60111, 'denied'],
    [USER, 45033, 'unreachable'],
    [DETAIL, -1, 'unreachable'],
  ]
  for (const [path, errcode, refusal] of codes) {
    test(`${path}: errcode ${errcode} is ${refusal}`, async () => {
      const { double, settings, outside } = await provider()
      const code = double.agree(member, 'snsapi_privateinfo')
      double.errors.set(path, errcode)
      const error = await assertRefused(wecom.identify(settings, { code }, outside), refusal, [secret, code])
      assert.match(error.message, new RegExp(`errcode ${errcode}$`))
    })
  }

  test('an answer that is neither yes nor no is unreachable', async () => {
    const { double, settings, outside } = await provider()
    const answers: [string, object][] = [
      [TOKEN, {}],
      [TOKEN, { errcode: 0 }],
      [TOKEN, { errcode: 0, access_token: 7 }],
      [TOKEN, { errcode: '0', access_token: 't', expires_in: 7200 }],
      [INFO, {}],
      [INFO, { errcode: 0 }],
      [INFO, { errcode: 0, userid: 7 }],
      [INFO, { errcode: 0, userid: '' }],
      [USER, { userid: member.userid }],
    ]
    for (const [path, body] of answers) {
      double.trouble.clear()
      double.callInToken()
      double.trouble.set(path, { body: JSON.stringify(body) })
      await assertRefused(wecom.identify(settings, { code: double.agree(member) }, outside), 'unreachable')
    }
  })

  for (const path of [TOKEN, INFO, USER, DETAIL]) {
    for (const [what, trouble] of troubles) {
      test(`${path}: ${what} is unreachable`, async () => {
        const { double, settings, outside } = await provider(Date.now, 150)
        const code = double.agree(member, 'snsapi_privateinfo')
        double.trouble.set(path, trouble)
        await assertRefused(wecom.identify(settings, { code }, outside), 'unreachable', [secret, code])
      })
    }
  }
})
