export { type Letter, type Mail, type MailFailure, type MailOptions, openMail } from './mail.ts';
