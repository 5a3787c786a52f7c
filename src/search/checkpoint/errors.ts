import { match } from 'ts-pattern'

/** Why a checkpoint cannot be used. */
export type CheckpointError =
  | { readonly tag: 'unreadable'; readonly file: string; readonly reason: string }
  | { readonly tag: 'unwritable'; readonly file: string; readonly reason: string }
  | { readonly tag: 'not a checkpoint'; readonly file: string }
  | { readonly tag: 'damaged'; readonly file: string }
  | { readonly tag: 'foreign'; readonly file: string; readonly difference: string }

/** One sentence: what is wrong with the file, and what to do. */
export function describeCheckpointError(error: CheckpointError): string {
  return match(error)
    .with({ tag: 'unreadable' }, (e) => `the checkpoint ${e.file} cannot be read: ${e.reason}`)
    .with({ tag: 'unwritable' }, (e) => `the checkpoint ${e.file} cannot be written: ${e.reason}`)
    .with({ tag: 'not a checkpoint' }, (e) => `${e.file} is not a checkpoint of this version of shootdown`)
    .with(
      { tag: 'damaged' },
      (e) => `the checkpoint ${e.file} is damaged: its checksum does not match; start the search anew`,
    )
    .with({ tag: 'foreign' }, (e) => `the checkpoint ${e.file} is of another search: ${e.difference}`)
    .exhaustive()
}

export class CheckpointFailure extends Error {
  override readonly name = 'CheckpointFailure'
  constructor(readonly error: CheckpointError) {
    super(describeCheckpointError(error))
  }
}
