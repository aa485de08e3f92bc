/** What makes the pages nicer with a script. Each works without it; nothing here asks the network for anything. */

/** A form goes out once, however often its button is pressed. */
for (const form of document.forms) {
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return
    if (form.dataset.sent) return event.preventDefault()
    form.dataset.sent = 'yes'
    for (const button of form.querySelectorAll('button')) button.setAttribute('aria-disabled', 'true')
  })
}
// A page that comes back from the browser's own memory is fresh again.
addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  for (const form of document.forms) delete form.dataset.sent
  for (const button of document.querySelectorAll('button[aria-disabled]:not([data-wait])')) button.removeAttribute('aria-disabled')
})

/** The piece moves along with the slider. */
const slider = document.querySelector('.puzzle input[type=range]')
const piece = document.querySelector('.puzzle .piece')
if (slider && piece) {
  const move = () => void (piece.style.left = `${(Number(slider.value) / 310) * 100}%`)
  slider.addEventListener('input', move)
  move()
}

/** A code that is whole is sent. */
for (const field of document.querySelectorAll('input[data-complete]')) {
  field.addEventListener('input', () => {
    const typed = field.value.replace(/\s/g, '')
    if (/^\d+$/.test(typed) && typed.length === Number(field.dataset.complete)) field.form.requestSubmit()
  })
}

/** How long until a code can be sent again. */
for (const button of document.querySelectorAll('button[data-wait]')) {
  const text = button.textContent
  const until = Date.now() + Number(button.dataset.wait) * 1000
  const hint = document.createElement('p')
  hint.className = 'hint'
  button.form.append(hint)
  button.form.addEventListener(
    'submit',
    (event) => {
      if (Date.now() < until) event.preventDefault()
    },
    { capture: true },
  )
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000)
    button.textContent = text
    hint.textContent = left > 0 ? button.dataset.waiting.replace('{seconds}', String(left)) : ''
    if (left > 0) {
      button.setAttribute('aria-disabled', 'true')
      setTimeout(tick, 1000)
    } else button.removeAttribute('aria-disabled')
  }
  tick()
}

/** A passkey: what the browser is asked stands in the page, what it answers goes out with the form. */
const asked = document.querySelector('[data-passkey]')
if (asked && !window.PublicKeyCredential) document.querySelector('[data-passkey-not]').hidden = false
else if (asked) {
  const form = asked.querySelector('form')
  const failed = form.querySelector('[role=alert]')
  asked.hidden = false
  form.querySelector('[autofocus]')?.focus()
  // Gone back to: what the browser answered was good once.
  addEventListener('pageshow', () => void (form.elements.response.value = ''))
  const options = JSON.parse(asked.dataset.options)
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (it) => it.charCodeAt(0))
  const known = (list = []) => list.map((it) => ({ ...it, id: bytes(it.id) }))
  const ask = async () => {
    const publicKey = { ...options, challenge: bytes(options.challenge) }
    if (asked.dataset.passkey === 'get')
      return navigator.credentials.get({ publicKey: { ...publicKey, allowCredentials: known(options.allowCredentials) } })
    const user = { ...options.user, id: bytes(options.user.id) }
    return navigator.credentials.create({ publicKey: { ...publicKey, user, excludeCredentials: known(options.excludeCredentials) } })
  }
  let waiting = false
  form.addEventListener(
    'submit',
    (event) => {
      const { response } = form.elements
      if (response.value) return
      event.preventDefault()
      if (waiting) return
      waiting = true
      failed.hidden = true
      ask()
        .then((credential) => {
          response.value = JSON.stringify(credential.toJSON ? credential.toJSON() : write(credential))
          form.requestSubmit()
        })
        .catch(() => {
          failed.hidden = false
          failed.focus()
        })
        .finally(() => (waiting = false))
    },
    { capture: true },
  )
}

/** For browsers that have no toJSON yet (WebAuthn level 3, section 5.1). */
function write(credential) {
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=+$/, '')
  const response = {}
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = text(credential.response[name])
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports()
  return { id: credential.id, rawId: credential.id, type: credential.type, response }
}

/** Instead of the picture: the number whose hash is the one sought (ALTCHA), a few hundred at a time so that the page stays alive. */
const task = document.querySelector('[data-challenge]')
// Browsers hash on pages that came by a secure connection only.
if (task && !globalThis.crypto?.subtle) document.querySelector('[data-work-not]').hidden = false
else if (task) {
  task.hidden = false
  const form = task.querySelector('form')
  const work = form.querySelector('[role=status]')
  const button = form.querySelector('button')
  const { algorithm, challenge, salt, maxnumber, signature } = JSON.parse(task.dataset.challenge)
  const encoder = new TextEncoder()
  const hash = async (number) => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(salt + number)))
    return Array.from(digest, (it) => it.toString(16).padStart(2, '0')).join('')
  }
  button.setAttribute('aria-disabled', 'true')
  form.addEventListener(
    'submit',
    (event) => {
      if (!form.elements.answer.value) event.preventDefault()
    },
    { capture: true },
  )
  work.textContent = work.dataset.runs
  work.dataset.busy = 'yes'
  const search = async () => {
    for (let from = 0; from <= maxnumber; from += 500) {
      const numbers = Array.from({ length: 500 }, (_, at) => from + at)
      const hashes = await Promise.all(numbers.map(hash))
      const at = hashes.indexOf(challenge)
      if (at >= 0) return from + at
    }
    return undefined
  }
  void search().then((number) => {
    if (number === undefined) return
    form.elements.answer.value = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }))
    work.textContent = work.dataset.done
    delete work.dataset.busy
    button.removeAttribute('aria-disabled')
    if (task.dataset.goesOn) form.requestSubmit()
    else button.focus()
  })
}
