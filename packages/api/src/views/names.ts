/** What the console is given to name packages and installations by; see views.ts. */

/** The words for bringing a package about and for ending it: "Install" and "Uninstall", "Create" and "Drop". */
export interface Verbs {
  install: string;
  uninstall: string;
}

/** An installation as a link to its page. */
export interface InstallationLink {
  id: string;
  title: string;
}
