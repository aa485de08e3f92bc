/**
 * What is counted together (`countFound`), each by its own index: `from0` to `until0` is of the first, and so on; as small as
 * each other where nothing is asked. A name may begin in three spellings, a number in two.
 */
export const countedFields = ['userName', 'name', 'name', 'name', 'email', 'mobile', 'mobile', 'id'] as const
