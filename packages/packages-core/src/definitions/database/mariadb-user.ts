import { sqlUser } from '../../dsl/recipes/mysql/user';
import mariadb from './mariadb';

export default sqlUser({ id: 'mariadb_user', within: mariadb });
