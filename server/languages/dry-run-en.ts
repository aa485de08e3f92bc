/** The turns of a sign-in at a source, as a dry run and a try explain them. */
export const dryRunEn = {
  known_by_subject: 'Known by the id this source has for them.',
  known_by_alias: 'Known by the second id the provider has for them.',
  known_by_earlier: 'Known by the id this source had for them before it told two.',
  known_by_elsewhere: 'Known from another source of the same provider, by the id both share.',
  unknown: 'Nobody here has this account.',
  number_unreadable: 'The provider tells a number that is none.',
  number_unverified: 'The provider tells a number, and does not say that it is verified: a hint, not used.',
  number_untrusted: 'The provider tells a verified number, and this source is not trusted for numbers: not used.',
  number_held: 'A verified number of a trusted source, and a user here holds it.',
  number_stale: 'A verified number of a trusted source, but its holder here proved it too long ago for that alone.',
  number_free: 'A verified number of a trusted source, and nobody here holds it.',
  policy_bind: 'The source says: bind to an existing user.',
  policy_bind_or_register: 'The source says: bind, or register.',
  policy_ask: 'The source says: the person chooses to bind or to register.',
  policy_auto_create: 'The source says: create a user.',
  policy_deny: 'The source says: nobody unknown comes in.',
}
