/** What an operation does to an installation: "Install nginx", "Create role app", "shop.example: roll back to an earlier release". Pure. */
export function operationTitle(does: string, title: string): string {
  return does.includes(' ')
    ? `${title}: ${does.slice(0, 1).toLowerCase()}${does.slice(1)}`
    : `${does} ${title}`;
}
