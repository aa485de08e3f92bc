/** Sections of the tenant's settings, a tab each: one form, saved as one. */
import { Card } from 'antd'
import { useEffect, useState } from 'react'
import { EditForm } from '../../ui/edit-form.tsx'
import { Sections } from '../../ui/sections.tsx'
import { type Drawn, SettingsFields } from '../../ui/settings-form.tsx'
import { Loaded } from '../../ui/states.tsx'
import { useLanguage } from '../languages/index.ts'
import { useMay } from '../session.ts'
import { useSettings } from './use-settings.ts'

export type Section = { key: string; label: string; only: string[] }

export function SettingsSections({ sections, drawn }: { sections: Section[]; drawn?: Record<string, Drawn> }) {
  const asked = useSettings()
  const may = useMay('administrator')
  const words = useSettingsWords()
  const { texts } = useLanguage()
  return (
    <Loaded asked={asked}>
      {({ schema, settings }) => (
        <EditForm<Record<string, unknown>> value={settings} save={asked.save} reload={asked.refetch} disabled={!may}>
          <Card style={{ marginBottom: 16 }}>
            <Sections
              keep
              label={texts.nav.settings}
              sections={sections.map(({ key, label, only }) => ({
                key,
                label,
                children: <SettingsFields schema={schema} only={only} {...(words && { words })} {...(drawn && { drawn })} />,
              }))}
            />
          </Card>
        </EditForm>
      )}
    </Loaded>
  )
}

/** In Chinese the console names what the schema names in English. */
export function useSettingsWords() {
  const { language } = useLanguage()
  const [words, setWords] = useState<Record<string, [label: string, about?: string]>>()
  useEffect(() => {
    if (language === 'zh-CN') void import('../languages/settings-zh-CN.ts').then((it) => setWords(it.settingsZhCN))
    else setWords(undefined)
  }, [language])
  return words
}
