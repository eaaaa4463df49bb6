/** The addresses of the database: each with the login of one role. */
export interface DatabaseUrls {
  /** Owns the tables and migrates them. */
  owner: string;
  web: string;
  worker: string;
}
