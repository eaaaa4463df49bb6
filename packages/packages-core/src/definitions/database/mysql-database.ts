import { sqlDatabase } from '../../dsl/recipes/mysql/database';
import mysql, { BACKUPS } from './mysql';

export default sqlDatabase({ id: 'mysql_database', within: mysql, backups: BACKUPS });
