import { Page } from '../../ui/page.tsx'
import { Nothing } from '../../ui/states.tsx'
import { useLanguage } from '../languages/index.ts'

export function Overview() {
  const { texts } = useLanguage()
  return (
    <Page title={texts.nav.overview}>
      <Nothing />
    </Page>
  )
}
