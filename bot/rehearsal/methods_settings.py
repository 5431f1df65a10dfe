"""Methods about the bot itself: who it is, its commands and menu, its webhook, files and the typing sign."""

import re

from bot.rehearsal.cloud import Cloud
from bot.rehearsal.methods import method
from bot.rehearsal.parameters import Parameters
from bot.rehearsal.refusals import JsonObject, bad_request

ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat"}


@method("getMe")
def get_me(cloud: Cloud, given: Parameters) -> object:
    abilities = (
        "can_join_groups",
        "can_read_all_group_messages",
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
    )
    return {**cloud.bot, **dict.fromkeys(abilities, False)}


@method("sendChatAction", "chat_id action")
def send_chat_action(cloud: Cloud, given: Parameters) -> object:
    if given.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    cloud.account_of(given.text("chat_id"))
    return True


@method("getFile", "file_id")
def get_file(cloud: Cloud, given: Parameters) -> object:
    stored = cloud.files.get(given.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > cloud.limits.download:
        raise bad_request("file is too big")
    return {**stored.to_json(), "file_path": stored.path}


@method("setMyCommands", "commands scope language_code")
def set_my_commands(cloud: Cloud, given: Parameters) -> object:
    key = _audience(cloud, given)
    listed = given.structure("commands", "commands")
    if not isinstance(listed, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(listed) > cloud.limits.commands:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    cloud.commands[key] = [_command(cloud, command) for command in listed]
    return True


@method("getMyCommands", "scope language_code")
def get_my_commands(cloud: Cloud, given: Parameters) -> object:
    """Exactly what was set for this scope and language: nothing is inherited here."""
    return cloud.commands.get(_audience(cloud, given), [])


@method("deleteMyCommands", "scope language_code")
def delete_my_commands(cloud: Cloud, given: Parameters) -> object:
    cloud.commands.pop(_audience(cloud, given), None)
    return True


@method("setChatMenuButton", "chat_id menu_button")
def set_chat_menu_button(cloud: Cloud, given: Parameters) -> object:
    chat_id = cloud.account_of(given.text("chat_id"), writing=False).user_id if "chat_id" in given else None
    button = given.structure("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse menu button: unsupported type specified")
    if button["type"] == "web_app":
        app = button.get("web_app")
        if not button.get("text") or not isinstance(app, dict) or not str(app.get("url")).startswith("https://"):
            raise bad_request("menu button Web App URL is invalid: Only HTTPS links are allowed")
    cloud.menu_buttons[chat_id] = button
    return True


@method("setWebhook", "url ip_address max_connections allowed_updates drop_pending_updates secret_token")
def set_webhook(cloud: Cloud, given: Parameters) -> object:
    """Only the setting is played: nothing is delivered to a webhook."""
    url = given.text("url")
    if not url:
        return delete_webhook(cloud, given)
    if not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", given.text("secret_token")):
        raise bad_request("secret token contains unallowed characters")
    if given.flag("drop_pending_updates"):
        cloud.updates.drop()
    cloud.updates.allowed = given.names("allowed_updates") or cloud.updates.allowed
    cloud.webhook = {
        "url": url,
        "has_custom_certificate": False,
        "max_connections": given.integer("max_connections", 40, 1, 100),
    }
    return True


@method("deleteWebhook", "drop_pending_updates")
def delete_webhook(cloud: Cloud, given: Parameters) -> object:
    if given.flag("drop_pending_updates"):
        cloud.updates.drop()
    cloud.webhook = None
    return True


@method("getWebhookInfo")
def get_webhook_info(cloud: Cloud, given: Parameters) -> object:
    info: JsonObject = dict(cloud.webhook or {"url": "", "has_custom_certificate": False})
    info["pending_update_count"] = len(cloud.updates.waiting_ids(cloud.now()))
    return {**info, "allowed_updates": cloud.updates.allowed} if cloud.updates.allowed else info


def _audience(cloud: Cloud, given: Parameters) -> tuple[str, str]:
    scope = given.structure("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    language = given.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    if scope["type"] == "chat":
        return f"chat {cloud.account_of(str(scope.get('chat_id', '')), writing=False).user_id}", language
    return str(scope["type"]), language


def _command(cloud: Cloud, command: object) -> JsonObject:
    if not isinstance(command, dict) or set(command) != {"command", "description"}:
        raise bad_request("can't parse BotCommand: expected an Object with command and description")
    name, description = str(command["command"]).removeprefix("/"), str(command["description"])
    if not re.fullmatch(f"[a-z0-9_]{{1,{cloud.limits.command}}}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= cloud.limits.command_description:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
