/** What would come of a sign-in by somebody with this profile: the real turns, and nothing is written. */
import { Alert, Button, Card, Flex, Form, Input, Switch, Timeline, Typography } from 'antd'
import { useState } from 'react'
import { call, messageOf, type Reply } from '../../api.ts'
import { useLanguage } from '../languages/index.ts'
import type { Source } from './sources.tsx'

type Profile = { subject: string; alias?: string; mobile?: string; mobile_verified?: boolean; email?: string; email_verified?: boolean }
type Outcome = Reply<'POST /api/v2/admin/sources/{sourceId}/dry-run'>

export function DryRun({ source }: { source: Source }) {
  const { texts } = useLanguage()
  const { sources, users } = texts
  const [outcome, setOutcome] = useState<Outcome>()
  const [failure, setFailure] = useState('')
  async function run(typed: Profile) {
    try {
      setFailure('')
      const profile = Object.fromEntries(Object.entries(typed).filter(([, it]) => it !== undefined && it !== ''))
      setOutcome(await call<Outcome>('POST', `/api/v2/admin/sources/${source.id}/dry-run`, { body: { profile } }))
    } catch (reason) {
      setFailure(messageOf(reason))
    }
  }
  return (
    <Card title={sources.dryRun} style={{ marginTop: 16 }}>
      <Typography.Paragraph type="secondary">{sources.dryRunAbout}</Typography.Paragraph>
      <Form<Profile> layout="vertical" onFinish={(it) => void run(it)}>
        <Flex gap={16} wrap>
          <Form.Item name="subject" label={users.subject} rules={[{ required: true, message: texts.common.required }]}>
            <Input className="mono" />
          </Form.Item>
          <Form.Item name="mobile" label={users.mobile}>
            <Input />
          </Form.Item>
          <Form.Item name="mobile_verified" label={sources.saysVerified} valuePropName="checked">
            <Switch />
          </Form.Item>
          <Form.Item name="email" label={users.email}>
            <Input />
          </Form.Item>
        </Flex>
        <Button htmlType="submit">{sources.tryIt}</Button>
      </Form>
      {failure && <Alert type="error" showIcon role="alert" title={failure} style={{ marginTop: 16 }} />}
      {outcome && (
        <div role="status" style={{ marginTop: 20 }}>
          <Timeline items={outcome.steps.map((text, n) => ({ key: `${n} ${text}`, content: text }))} />
          <Typography.Text strong className="mono">
            {outcome.refused ? `${outcome.refused.error_code}: ${outcome.refused.error_msg}` : outcome.status}
          </Typography.Text>
        </div>
      )}
    </Card>
  )
}
