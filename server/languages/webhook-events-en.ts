/** English: types of events that webhooks are told, each in a sentence. For administrators, and docs/webhooks.md. */
export const webhookEvents = {
  'user.created': 'Somebody was made: by registering, by a source that makes people, by an administrator or from a list.',
  'user.updated': 'What is kept of somebody was changed by themselves or by an administrator; fields names what an administrator wrote.',
  'user.disabled': 'An administrator disabled somebody; their sessions have ended.',
  'user.enabled': 'An administrator let somebody in again.',
  'user.erased': 'Somebody was erased for good. Their id comes back no more: erase what you keep under it.',
  'user.signed_in': 'Somebody signed in, with everything that was asked for.',
  'user.signed_out': 'Somebody signed out, or sessions of theirs were ended by themselves or by an administrator.',
  'user.bound': 'A social account was bound to somebody.',
  'user.unbound': 'Social accounts were taken away from somebody.',
  'password.changed': 'A password was set, changed or reset, by its owner or by an administrator.',
  'mobile.changed': 'Somebody proved another mobile number, lost one to whoever holds it now, or got one back.',
  'email.changed': 'Somebody proved another e-mail address, or got one back.',
  'factor.added': 'Somebody set up an authenticator app or a passkey.',
  'factor.removed': 'Second factors of somebody were removed.',
  'sms.refused': 'The SMS firewall refused a message, or asked for more. Of each rule one a minute is told.',
} as const
