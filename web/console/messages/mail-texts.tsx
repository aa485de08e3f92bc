/** What e-mails say, by language, as they arrive: subject, the HTML most readers show, and the text beside it. */
import { useQuery } from '@tanstack/react-query'
import { Card, Flex, Form, Select, theme, Typography } from 'antd'
import { useState } from 'react'
import { call, type Reply } from '../../api.ts'
import { Loaded } from '../../ui/states.tsx'
import { fillIn, useLanguage } from '../languages/index.ts'
import { nonce } from '../nonce.ts'

type Kinds = Reply<'GET /api/v2/admin/mail-texts'>
type Preview = Reply<'POST /api/v2/admin/mail-texts/preview'>

export function MailTexts() {
  const { texts, language: spoken } = useLanguage()
  const { messages } = texts
  const asked = useQuery({ queryKey: ['mail-texts'], queryFn: () => call<Kinds>('GET', '/api/v2/admin/mail-texts'), staleTime: Infinity })
  const [language, setLanguage] = useState<string>(spoken)
  const [type, setType] = useState('LOGIN_EMS')
  const preview = useQuery({
    queryKey: ['mail-texts', type, language],
    queryFn: () => call<Preview>('POST', '/api/v2/admin/mail-texts/preview', { body: { type, language } }),
    placeholderData: (before) => before,
  })
  return (
    <Card title={messages.mailTexts}>
      <Typography.Paragraph type="secondary">{messages.mailAbout}</Typography.Paragraph>
      <Loaded asked={asked}>
        {({ languages, types }) => (
          <Form layout="vertical">
            <Flex gap={16} wrap>
              <Form.Item label={messages.mailType} htmlFor="mail-type" style={{ flex: '1 1 240px', marginBottom: 16 }}>
                <Select
                  id="mail-type"
                  value={type}
                  onChange={setType}
                  options={types.map((value) => ({ value, label: value }))}
                  showSearch={{ optionFilterProp: 'label' }}
                />
              </Form.Item>
              <Form.Item label={texts.nav.language} htmlFor="mail-language" style={{ flex: '0 1 140px', marginBottom: 16 }}>
                <Select
                  id="mail-language"
                  value={language}
                  onChange={setLanguage}
                  options={languages.map((value) => ({ value, label: value }))}
                />
              </Form.Item>
            </Flex>
          </Form>
        )}
      </Loaded>
      <Loaded asked={preview}>{(it) => <Letter letter={it} language={language} />}</Loaded>
    </Card>
  )
}

function Letter({ letter, language }: { letter: Preview; language: string }) {
  const { messages } = useLanguage().texts
  const { token } = theme.useToken()
  const frame = { border: `1px solid ${token.colorBorderSecondary}`, borderRadius: token.borderRadius }
  return (
    <div lang={language}>
      <Typography.Paragraph>
        <Typography.Text type="secondary">{messages.subject}: </Typography.Text>
        <Typography.Text strong>{letter.subject}</Typography.Text>
      </Typography.Paragraph>
      <Typography.Text type="secondary">{messages.asHtml}</Typography.Text>
      {/* No script, no form, no origin; and it has the policy of this page, so that nothing is loaded. */}
      <iframe
        sandbox=""
        srcDoc={styledByNonce(letter.html)}
        title={fillIn('{what}: {subject}', { what: messages.asHtml, subject: letter.subject })}
        style={{ ...frame, display: 'block', width: '100%', height: 260, background: '#fff', colorScheme: 'light', margin: '4px 0 16px' }}
      />
      <Typography.Text type="secondary">{messages.asText}</Typography.Text>
      <pre style={{ ...frame, margin: '4px 0 0', padding: 12, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{letter.text}</pre>
    </div>
  )
}

/** Mail readers want styles in the elements; the policy of this page, which a frame inherits, wants them in a sheet that has its nonce. */
function styledByNonce(html: string): string {
  const rules: string[] = []
  const marked = html.replace(/ style="([^"]*)"/g, (_, style: string) => ` class="s${rules.push(style) - 1}"`)
  const sheet = rules.map((style, n) => `.s${n}{${style}}`).join('')
  return marked.replace('<html>', `<html><head><style nonce="${nonce}">${sheet}</style></head>`)
}
