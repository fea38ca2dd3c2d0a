/** Something that a run left out. */
export interface Skipped {
  readonly what: string;
  readonly why: string;
  /** The command that would change it. */
  readonly command: string;
}
