/** The way from the plan to the form beside it. */
export interface FieldHelp {
  /** A field's label; undefined where the form has no such field. */
  titleOf: (name: string) => string | undefined;
  /** Moves the focus to a field and shows it. */
  focus: (name: string) => void;
}

/** Moves the focus to the control of a form that has this name; what it is folded into is opened. */
export function focusField(form: HTMLElement | null, name: string): void {
  const escaped = CSS.escape(name);
  // A switch carries no name of its own.
  const control = form?.querySelector<HTMLElement>(`[name="${escaped}"], #${CSS.escape(`field-${name}`)}`);
  const folded = control?.closest('details');
  if (folded) folded.open = true;
  control?.focus();
}
