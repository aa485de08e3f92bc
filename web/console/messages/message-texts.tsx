/** What text messages say, by language; an own text in place of the product's, seen as it will arrive. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Card, Flex, Input, Select, Typography } from 'antd'
import { useDeferredValue, useEffect, useState } from 'react'
import { call, messageOf, type Reply } from '../../api.ts'
import { Mark } from '../../ui/mark.tsx'
import { Loaded } from '../../ui/states.tsx'
import { fillIn, useLanguage } from '../languages/index.ts'
import { useMay } from '../session.ts'
import { useSettings } from '../settings/use-settings.ts'

type Texts = Reply<'GET /api/v2/admin/texts'>
type Text = Texts['texts'][number]
type Preview = Reply<'POST /api/v2/admin/texts/preview'>

export function MessageTexts() {
  const { texts, language: spoken } = useLanguage()
  const asked = useQuery({ queryKey: ['texts'], queryFn: () => call<Texts>('GET', '/api/v2/admin/texts') })
  const [language, setLanguage] = useState<string>(spoken)
  return (
    <Loaded asked={asked}>
      {(data) => (
        <Card
          title={texts.messages.texts}
          extra={
            <Select
              aria-label={texts.nav.language}
              value={language}
              onChange={setLanguage}
              style={{ minWidth: 120 }}
              options={data.languages.map((value) => ({ value, label: value }))}
            />
          }
        >
          <Typography.Paragraph type="secondary">{texts.messages.textsAbout}</Typography.Paragraph>
          {data.texts
            .filter((it) => it.language === language)
            .map((it) => (
              <One key={`${it.type} ${it.language}`} text={it} refetch={() => void asked.refetch()} />
            ))}
        </Card>
      )}
    </Loaded>
  )
}

function One({ text, refetch }: { text: Text; refetch(): void }) {
  const { texts } = useLanguage()
  const { messages, common } = texts
  const may = useMay('administrator')
  const settings = useSettings()
  const [typed, setTyped] = useState(text.own ?? '')
  const [failure, setFailure] = useState('')
  useEffect(() => setTyped(text.own ?? ''), [text])
  const written = useDeferredValue(typed)
  const { type, language } = text
  const preview = useQuery({
    queryKey: ['preview', type, language, written],
    queryFn: () => call<Preview>('POST', '/api/v2/admin/texts/preview', { body: { type, language, text: written || text.text } }),
    placeholderData: (before) => before,
  })
  async function save() {
    try {
      setFailure('')
      const sms = (settings.data?.settings['sms'] ?? {}) as { texts?: Record<string, Record<string, string>> }
      // What stands under zh is the text of zh-CN too: changed or taken away here, it goes.
      const replaced = language === 'zh-CN' ? ['zh-CN', 'zh'] : [language]
      const others = Object.entries(sms.texts?.[type] ?? {}).filter(([tag]) => !replaced.includes(tag))
      const own = Object.fromEntries(typed ? [...others, [language, typed]] : others)
      const rest = Object.entries(sms.texts ?? {}).filter(([one]) => one !== type)
      await settings.save({ sms: { texts: Object.fromEntries(Object.keys(own).length > 0 ? [...rest, [type, own]] : rest) } })
      refetch()
    } catch (reason) {
      setFailure(messageOf(reason))
    }
  }
  return (
    <div style={{ marginBottom: 24 }}>
      <Flex gap={8} align="center" style={{ marginBottom: 6 }}>
        <Typography.Text strong className="mono">
          {type}
        </Typography.Text>
        {text.own && <Mark>{messages.own}</Mark>}
      </Flex>
      <Input.TextArea
        aria-label={`${type} ${language}`}
        placeholder={text.text}
        rows={2}
        maxLength={500}
        value={typed}
        disabled={!may}
        onChange={({ target }) => setTyped(target.value)}
      />
      {preview.data && (
        <Typography.Text type="secondary" style={{ display: 'block', marginTop: 6 }}>
          {preview.data.text} ·{' '}
          {fillIn(preview.data.segments > 1 ? messages.parts : messages.segments, {
            characters: preview.data.characters,
            segments: preview.data.segments,
            encoding: preview.data.encoding,
          })}
        </Typography.Text>
      )}
      {typed && !typed.includes('{code}') && <Alert type="warning" showIcon title={messages.codeMissing} style={{ marginTop: 8 }} />}
      {failure && <Alert type="error" showIcon role="alert" title={failure} style={{ marginTop: 8 }} />}
      {typed !== (text.own ?? '') && (
        <Button type="primary" style={{ marginTop: 8 }} onClick={() => void save()}>
          {common.save}
        </Button>
      )}
    </div>
  )
}
