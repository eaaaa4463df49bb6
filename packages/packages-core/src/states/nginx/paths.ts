export const HOME = '/etc/nginx';
export const MAIN_FILE = `${HOME}/nginx.conf`;
/** Milepost's own site: it answers what no other site answers. */
export const SITE = `${HOME}/sites-available/milepost-default`;
export const ENABLED_SITE = `${HOME}/sites-enabled/milepost-default`;
/** What it serves. */
export const DOCUMENT_ROOT = '/var/www/milepost-default';
