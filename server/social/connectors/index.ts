/** The list of connectors. To add one: write its file, and put its name here. */
import type { Connector } from './connector.ts'
import { alipay } from './alipay.ts'
import { aliyunNumber } from './aliyun-number.ts'
import { apple } from './apple.ts'
import { dingtalk } from './dingtalk.ts'
import { douyin } from './douyin.ts'
import { facebook } from './facebook.ts'
import { feishu } from './feishu.ts'
import { github } from './github.ts'
import { google } from './google.ts'
import { huawei } from './huawei.ts'
import { kakao } from './kakao.ts'
import { line } from './line.ts'
import { microsoft } from './microsoft.ts'
import { oauth2 } from './oauth2.ts'
import { oidc } from './oidc.ts'
import { qq } from './qq.ts'
import { sandbox } from './sandbox.ts'
import { wechat } from './wechat.ts'
import { wecom } from './wecom.ts'
import { weibo } from './weibo.ts'
import { x } from './x.ts'

export const connectors: Record<string, Connector> = {
  sandbox,
  oauth2,
  oidc,
  wechat,
  alipay,
  qq,
  weibo,
  dingtalk,
  wecom,
  google,
  apple,
  microsoft,
  facebook,
  github,
  x,
  feishu,
  douyin,
  huawei,
  line,
  kakao,
  aliyun_number: aliyunNumber,
}

/** Own names only: `constructor` and the like are not connectors. */
export const findConnector = (id: string): Connector | undefined => (Object.hasOwn(connectors, id) ? connectors[id] : undefined)
