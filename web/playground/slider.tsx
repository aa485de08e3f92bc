/** The picture of the captcha, with a piece that is moved by a range control: mouse, finger and keyboard alike. */
import { useState } from 'react'
import type { Words } from './words.ts'
import type { Known } from './wire.ts'

const source = (base64: string | undefined) => (base64?.startsWith('data:') ? base64 : `data:image/png;base64,${base64 ?? ''}`)

export function Slider({ known, words, moved }: { known: Known; words: Words; moved(x: number): void }) {
  const [x, setX] = useState(0)
  const [size, setSize] = useState({ whole: 310, piece: 60 })
  return (
    <div className="slider" style={{ width: size.whole }}>
      <div className="picture">
        <img
          src={source(known['picture'])}
          alt=""
          onLoad={({ currentTarget }) => setSize((it) => ({ ...it, whole: currentTarget.naturalWidth }))}
        />
        <img
          src={source(known['piece'])}
          alt=""
          style={{ left: x }}
          className="piece"
          onLoad={({ currentTarget }) => setSize((it) => ({ ...it, piece: currentTarget.naturalWidth }))}
        />
      </div>
      <label>
        <span>{words.slide}</span>
        <input
          type="range"
          min={0}
          max={size.whole - size.piece}
          value={x}
          style={{ width: '100%' }}
          onChange={({ target }) => {
            setX(Number(target.value))
            moved(Number(target.value))
          }}
        />
      </label>
    </div>
  )
}
