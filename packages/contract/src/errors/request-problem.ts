/** Why the API rejects a request: a code, and what its message shows. `name` is a server's. */
export type RequestProblem =
  AccessProblem | AccountProblem | ProtocolProblem | ServerRequestProblem | OperationRequestProblem;

export type AccessProblem =
  | { code: 'sign_in_required' }
  | { code: 'signed_out' }
  | { code: 'operators_only' }
  | { code: 'owners_only' };

export type AccountProblem =
  | { code: 'wrong_credentials' }
  | { code: 'wrong_current_password' }
  | { code: 'too_many_attempts'; seconds: number }
  | { code: 'email_taken' }
  | { code: 'invitation_invalid' }
  | { code: 'invitation_for_other_email' }
  | { code: 'owner_exists' }
  | { code: 'owner_link_invalid' }
  | { code: 'recovery_link_invalid' }
  | { code: 'last_owner' }
  | { code: 'user_not_found' };

/** Of requests as such, whatever they ask for. */
export type ProtocolProblem =
  | { code: 'address_unknown' }
  | { code: 'origin_foreign' }
  | { code: 'length_missing' }
  | { code: 'request_too_large' }
  | { code: 'batch_too_large'; most: number }
  | { code: 'request_too_deep' }
  | { code: 'input_not_json' }
  | { code: 'content_type_not_json' }
  | { code: 'body_not_json' }
  | { code: 'characters_not_storable' }
  | { code: 'field_not_storable' }
  | { code: 'post_required' }
  | { code: 'stream_input_invalid' }
  | { code: 'stream_interrupted' }
  | { code: 'too_many_requests'; seconds: number }
  | { code: 'too_many_streams'; most: number }
  | { code: 'console_busy' }
  | { code: 'database_away' }
  /** `id`: under which the log has the details. */
  | { code: 'unexpected'; id: string };

export type ServerRequestProblem =
  | { code: 'server_not_found' }
  | { code: 'server_removed'; name: string }
  | { code: 'server_awaits_confirmation'; name: string }
  | { code: 'server_enrolling'; name: string }
  /** `reason`: a sentence; null where it is not known. */
  | { code: 'server_not_enrolled'; name: string; reason: string | null }
  | { code: 'server_host_key_changed'; name: string }
  | { code: 'server_not_connected'; name: string }
  | { code: 'server_connected'; name: string }
  | { code: 'server_not_checked'; name: string }
  /** `reason`: a sentence. */
  | { code: 'server_not_cleaned_up'; name: string; reason: string }
  | { code: 'server_name_taken'; name: string }
  | { code: 'server_address_taken'; name: string }
  | { code: 'host_key_not_read'; name: string }
  | { code: 'host_key_differs'; name: string; fingerprint: string }
  | { code: 'username_missing' }
  | { code: 'login_missing' }
  | { code: 'engine_unreachable' }
  | { code: 'worker_silent' }
  | { code: 'answer_late'; seconds: number }
  | { code: 'inspection_failed' }
  | { code: 'inspection_replaced' };

export type OperationRequestProblem =
  | { code: 'operation_not_found' }
  | { code: 'package_not_found' }
  | { code: 'installation_not_found' }
  | { code: 'operation_unknown'; package: string }
  | { code: 'settings_outdated'; package: string }
  | { code: 'resume_time_past' }
  | { code: 'operation_elsewhere' }
  | { code: 'plan_changed' }
  /** Data at these paths is in use and would no longer be read. */
  | { code: 'data_unconfirmed'; paths: string[] }
  | { code: 'plan_not_compiled' }
  | { code: 'plan_replaced' }
  | { code: 'preview_canceled' }
  | { code: 'stack_not_found' }
  | { code: 'stack_run_not_found' }
  | { code: 'stack_name_taken'; name: string }
  /** `packages`: titles of those that the catalog does not have. */
  | { code: 'stack_packages_missing'; packages: string[] }
  | { code: 'stack_parent_left_out'; title: string; parent: string }
  | { code: 'stack_package_incomplete'; title: string }
  | { code: 'system_unknown'; name: string }
  | { code: 'package_not_installed'; package: string; name: string };
