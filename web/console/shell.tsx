/** Around every page: where one is, where one can go, and who one is. On a narrow screen the menu is a drawer. */
import {
  ApiOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  DashboardOutlined,
  MenuOutlined,
  MessageOutlined,
  NotificationOutlined,
  SafetyOutlined,
  SettingOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { Button, Drawer, Dropdown, Flex, Grid, Layout, Menu, Select, theme, Typography } from 'antd'
import { useState } from 'react'
import { call, caller } from '../api.ts'
import { Knot } from '../ui/knot.tsx'
import { type Appearance, useLook } from './appearance.ts'
import { type Language, names, useLanguage } from './languages/index.ts'
import { useSession } from './session.ts'

const places = [
  { to: '/', name: 'overview', icon: <DashboardOutlined /> },
  { to: '/users', name: 'users', icon: <TeamOutlined /> },
  { to: '/sources', name: 'sources', icon: <ApiOutlined /> },
  { to: '/applications', name: 'applications', icon: <AppstoreOutlined /> },
  { to: '/messages', name: 'messages', icon: <MessageOutlined /> },
  { to: '/security', name: 'security', icon: <SafetyOutlined /> },
  { to: '/audit', name: 'audit', icon: <AuditOutlined /> },
  { to: '/tenants', name: 'tenants', icon: <BankOutlined /> },
  { to: '/webhooks', name: 'webhooks', icon: <NotificationOutlined /> },
  { to: '/settings', name: 'settings', icon: <SettingOutlined /> },
] as const

export function Shell() {
  const { texts } = useLanguage()
  const { token } = theme.useToken()
  const wide = Grid.useBreakpoint().lg ?? true
  const [open, setOpen] = useState(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const here =
    places.toReversed().find(({ to }) => (to === '/' ? /^\/?$/.test(path.replace('/console', '')) : path.startsWith(to)))?.to ?? ''

  const menu = (
    <nav aria-label={texts.nav.menu}>
      <Menu
        mode="inline"
        selectedKeys={here ? [here] : []}
        style={{ borderInlineEnd: 0, background: 'transparent' }}
        onClick={() => setOpen(false)}
        items={places.map(({ to, name, icon }) => ({ key: to, icon, label: <Link to={to as '/'}>{texts.nav[name]}</Link> }))}
      />
    </nav>
  )
  const brand = (
    <Flex align="center" gap={10} style={{ padding: '16px 20px' }}>
      <Knot size={28} />
      <Typography.Text strong style={{ fontSize: 17 }}>
        Bowline
      </Typography.Text>
    </Flex>
  )
  return (
    <Layout style={{ minHeight: '100vh' }}>
      <a className="skip" href="#content">
        {texts.nav.skip}
      </a>
      {wide ? (
        <Layout.Sider
          width={232}
          style={{ background: token.colorBgContainer, borderInlineEnd: `1px solid ${token.colorBorderSecondary}` }}
        >
          <div style={{ position: 'sticky', top: 0 }}>
            {brand}
            {menu}
          </div>
        </Layout.Sider>
      ) : (
        <Drawer open={open} onClose={() => setOpen(false)} placement="left" size={260} title="Bowline" styles={{ body: { padding: 0 } }}>
          {menu}
        </Drawer>
      )}
      <Layout>
        <Layout.Header
          style={{
            background: token.colorBgContainer,
            borderBottom: `1px solid ${token.colorBorderSecondary}`,
            padding: '0 16px',
            display: 'flex',
            alignItems: 'center',
            gap: 12,
          }}
        >
          {!wide && <Button type="text" aria-label={texts.nav.menu} icon={<MenuOutlined />} onClick={() => setOpen(true)} />}
          <Tenants />
          <div style={{ flex: 1 }} />
          <Me />
        </Layout.Header>
        <Layout.Content id="content" tabIndex={-1} style={{ padding: wide ? 24 : 12, outline: 'none' }}>
          <Outlet />
        </Layout.Content>
      </Layout>
    </Layout>
  )
}

/** Which tenant the pages are about; not shown where there is one only. */
function Tenants() {
  const { session } = useSession()
  const { texts } = useLanguage()
  const client = useQueryClient()
  const [tenant, setTenant] = useState(caller.tenant)
  if (session.tenants.length < 2) return null
  return (
    <Select
      aria-label={texts.nav.tenant}
      value={tenant}
      style={{ minWidth: 140 }}
      showSearch={{ optionFilterProp: 'label' }}
      options={session.tenants.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => {
        caller.tenant = id
        setTenant(id)
        // Nothing of the other tenant may stay on the page.
        void client.resetQueries()
      }}
    />
  )
}

function Me() {
  const { session, reload } = useSession()
  const { texts, language, speak } = useLanguage()
  const { appearance, choose } = useLook()
  const client = useQueryClient()
  const { nav } = texts
  async function signOut() {
    await call('DELETE', '/api/v2/admin/session')
    client.clear()
    await reload()
  }
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        selectedKeys: [language, appearance],
        items: [
          { key: 'account', label: <Link to={'/account' as '/'}>{nav.account}</Link> },
          { key: 'administrators', label: <Link to={'/administrators' as '/'}>{nav.administrators}</Link> },
          { type: 'divider' },
          {
            key: 'languages',
            type: 'group',
            label: nav.language,
            children: Object.entries(names).map(([key, label]) => ({ key, label, onClick: () => speak(key as Language) })),
          },
          {
            key: 'appearances',
            type: 'group',
            label: nav.appearance,
            children: (['light', 'dark', 'system'] as Appearance[]).map((key) => ({
              key,
              label: nav[key as 'light'],
              onClick: () => choose(key),
            })),
          },
          { type: 'divider' },
          { key: 'out', label: nav.signOut, onClick: () => void signOut() },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-haspopup="menu">
        <span style={{ maxWidth: 160, overflow: 'hidden', textOverflow: 'ellipsis' }}>{session.administrator.name}</span>
      </Button>
    </Dropdown>
  )
}
