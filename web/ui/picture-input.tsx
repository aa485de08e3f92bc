/** A picture chosen as a file, or dropped: shown before it is saved, drawn smaller where it is too large, and removed again. */
import { Button, ConfigProvider, Flex, theme, Typography } from 'antd'
import { type DragEvent, useId, useRef, useState } from 'react'
import { fillIn, useLanguage } from '../console/languages/index.ts'
import { describePicture, makePicture, NoPicture, type Wanted } from './pictures.ts'

type Props = Wanted & {
  /** Given by the form. */
  id?: string
  value?: string
  onChange?(value: string): void
}

/** SVG is drawn as pixels: what has scripts in it is not kept. */
const ACCEPTED = 'image/png,image/jpeg,image/webp,image/gif,image/svg+xml'
const inKilobytes = (bytes: number) => String(Math.max(1, Math.round(bytes / 1024)))

export function PictureInput({ id, value = '', onChange, ...wanted }: Props) {
  const { texts } = useLanguage()
  const { picture } = texts
  const { token } = theme.useToken()
  const { componentDisabled } = ConfigProvider.useConfig()
  const own = useId()
  const file = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [told, setTold] = useState<{ text: string; bad?: true }>()
  const at = id ?? own
  const known = describePicture(value)
  const names = wanted.kinds.map((it) => it.toUpperCase()).join(', ')

  async function take(chosen: File | undefined) {
    if (!chosen) return
    try {
      const made = await makePicture(chosen, wanted)
      onChange?.(made.address)
      const { width, height } = made.drawn ?? {}
      const drawn = { width: String(width), height: String(height), kilobytes: inKilobytes(made.bytes) }
      setTold({ text: made.drawn ? fillIn(picture.drawn, drawn) : picture.taken })
    } catch (reason) {
      if (!(reason instanceof NoPicture)) throw reason
      const text = fillIn(picture[reason.why], { name: chosen.name, kinds: names, kilobytes: String(wanted.kilobytes) })
      setTold({ text, bad: true })
    }
  }
  const drag = (inside: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(inside && !componentDisabled)
  }

  return (
    <Flex
      gap={16}
      align="center"
      wrap
      className="picture"
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event)
        if (!componentDisabled) void take(event.dataTransfer.files[0])
      }}
      style={{
        padding: 12,
        borderRadius: token.borderRadius,
        border: `1px dashed ${over ? token.colorPrimary : token.colorBorder}`,
        background: over ? token.colorPrimaryBg : undefined,
      }}
    >
      <div
        style={{
          width: 96,
          height: 72,
          flex: 'none',
          display: 'grid',
          placeItems: 'center',
          overflow: 'hidden',
          borderRadius: token.borderRadius,
          background: token.colorFillQuaternary,
        }}
      >
        {value ? (
          <img src={value} alt={picture.preview} style={{ maxWidth: 88, maxHeight: 64 }} />
        ) : (
          <Typography.Text type="secondary">{picture.none}</Typography.Text>
        )}
      </div>
      <div style={{ flex: '1 1 200px', minWidth: 0 }}>
        <Flex gap={8} wrap>
          {/* The browser's own control, out of sight: keyboards and readers know it, and its label looks like the other buttons. */}
          <input
            ref={file}
            id={at}
            type="file"
            accept={ACCEPTED}
            className="hidden"
            disabled={componentDisabled}
            aria-describedby={`${at}-about`}
            onChange={(event) => {
              void take(event.target.files?.[0])
              // The same file may be chosen again.
              event.target.value = ''
            }}
          />
          <label htmlFor={at} className={`file-button${componentDisabled ? ' disabled' : ''}`} style={{ borderColor: token.colorBorder }}>
            {value ? picture.replace : picture.choose}
          </label>
          {value && (
            <Button
              onClick={() => {
                onChange?.('')
                setTold({ text: picture.removed })
                file.current?.focus()
              }}
            >
              {picture.remove}
            </Button>
          )}
        </Flex>
        <Typography.Text type="secondary" id={`${at}-about`} style={{ display: 'block', marginTop: 6 }}>
          {known ? `${known.kind.toUpperCase()} · ${inKilobytes(known.bytes)} KB` : fillIn(picture.drop, { kinds: names })}
        </Typography.Text>
        <Typography.Text type={told?.bad ? 'danger' : 'success'} role={told?.bad ? 'alert' : 'status'} style={{ display: 'block' }}>
          {told?.text}
        </Typography.Text>
      </div>
    </Flex>
  )
}
