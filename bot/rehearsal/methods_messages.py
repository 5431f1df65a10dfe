"""Methods that put messages on a phone, change them and take them away."""

from bot.rehearsal.chats import Account, Message
from bot.rehearsal.cloud import Cloud
from bot.rehearsal.entities import parse, utf16_length
from bot.rehearsal.keyboards import Keyboard, read_keyboard
from bot.rehearsal.methods import method
from bot.rehearsal.parameters import Parameters, Upload
from bot.rehearsal.refusals import NOT_MODIFIED, QUERY_TOO_OLD, JsonObject, Refusal, bad_request

SENDING = "chat_id disable_notification protect_content reply_parameters reply_markup"
CAPTION = "caption parse_mode caption_entities"
VOICE_START = b"OggS"
PHOTO_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")


@method("sendMessage", f"{SENDING} text parse_mode entities link_preview_options")
def send_message(cloud: Cloud, given: Parameters) -> object:
    text, entities = _formatted(given, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if len(text) > cloud.limits.text:
        raise bad_request("message is too long")
    return _send(cloud, given, text, entities, {})


@method("sendPhoto", f"{SENDING} {CAPTION} photo show_caption_above_media has_spoiler")
def send_photo(cloud: Cloud, given: Parameters) -> object:
    upload = _upload(cloud, given, "photo")
    if isinstance(upload, Upload):
        if len(upload.content) > cloud.limits.photo:
            raise Refusal(413, "Request Entity Too Large")
        if not upload.content.startswith(PHOTO_STARTS):
            raise bad_request("IMAGE_PROCESS_FAILED")
        size = cloud.store_file("photo", upload.content, upload.content_type, "jpg").to_json()
    else:
        size = upload
    return _send(cloud, given, *_caption(cloud, given), {"photo": [{"width": 1, "height": 1, **size}]})


@method("sendVoice", f"{SENDING} {CAPTION} voice duration")
def send_voice(cloud: Cloud, given: Parameters) -> object:
    """Only OGG with Opus is a voice message; the real server shows other files as documents."""
    upload = _upload(cloud, given, "voice")
    if isinstance(upload, Upload):
        if len(upload.content) > cloud.limits.upload:
            raise Refusal(413, "Request Entity Too Large")
        if not upload.content.startswith(VOICE_START):
            raise bad_request("VOICE_MESSAGES_FORBIDDEN")
        voice = cloud.store_file("voice", upload.content, "audio/ogg", "oga").to_json()
    else:
        voice = upload
    media = {"voice": {"duration": 1, "mime_type": "audio/ogg", **voice}}
    return _send(cloud, given, *_caption(cloud, given), media)


@method("sendDocument", f"{SENDING} {CAPTION} document disable_content_type_detection")
def send_document(cloud: Cloud, given: Parameters) -> object:
    upload = _upload(cloud, given, "document")
    if isinstance(upload, Upload):
        if len(upload.content) > cloud.limits.upload:
            raise Refusal(413, "Request Entity Too Large")
        if not upload.content:
            raise bad_request("file must be non-empty")
        stored = cloud.store_file("document", upload.content, upload.content_type, upload.name.rpartition(".")[2])
        document = {**stored.to_json(), "file_name": upload.name, "mime_type": upload.content_type}
    else:
        document = upload
    return _send(cloud, given, *_caption(cloud, given), {"document": document})


@method("editMessageText", "chat_id message_id text parse_mode entities link_preview_options reply_markup")
def edit_message_text(cloud: Cloud, given: Parameters) -> object:
    text, entities = _formatted(given, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if len(text) > cloud.limits.text:
        raise bad_request("message is too long")
    account, message = _editable(cloud, given)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    inline = _inline_only(cloud, given)
    if (text, entities, inline) == (message.text, message.entities, message.inline):
        raise bad_request(NOT_MODIFIED)
    message.text, message.entities, message.inline = text, entities, inline
    message.edited_at = cloud.now()
    cloud.show(account, message, "edited")
    return cloud.json_of(account, message)


@method("editMessageReplyMarkup", "chat_id message_id reply_markup")
def edit_message_reply_markup(cloud: Cloud, given: Parameters) -> object:
    """Without `reply_markup` the buttons are taken away."""
    account, message = _editable(cloud, given)
    inline = _inline_only(cloud, given)
    if inline == message.inline:
        raise bad_request(NOT_MODIFIED)
    message.inline, message.edited_at = inline, cloud.now()
    cloud.show(account, message, "buttons")
    return cloud.json_of(account, message)


@method("deleteMessage", "chat_id message_id")
def delete_message(cloud: Cloud, given: Parameters) -> object:
    """In a private chat a bot may delete its own and the person's messages, within 48 hours."""
    account = cloud.account_of(given.text("chat_id"))
    message = account.messages.get(_message_id(given))
    if message is None:
        raise bad_request("message to delete not found")
    if cloud.now() - message.sent_at >= cloud.limits.deletable:
        raise bad_request("message can't be deleted for everyone")
    del account.messages[message.message_id]
    cloud.show(account, message, "deleted")
    return True


@method("answerCallbackQuery", "callback_query_id text show_alert url cache_time")
def answer_callback_query(cloud: Cloud, given: Parameters) -> object:
    text = given.text("text")
    if len(text) > cloud.limits.callback_answer:
        raise bad_request("MESSAGE_TOO_LONG")
    alert = given.flag("show_alert")
    tap = cloud.taps.get(given.text("callback_query_id"))
    if tap is None or tap.answered or cloud.now() - tap.at > cloud.limits.tap_answerable:
        raise bad_request(QUERY_TOO_OLD)
    tap.answered = True
    account = cloud.accounts[tap.user_id]
    message = account.messages.get(tap.message_id)
    if text and message is not None:
        cloud.show(account, message, "alert" if alert else "answer", text)
    return True


def _send(cloud: Cloud, given: Parameters, text: str, entities: list[JsonObject], media: JsonObject) -> JsonObject:
    account = cloud.account_of(given.text("chat_id"))
    keyboard = read_keyboard(given.structure("reply_markup", "reply keyboard markup"), cloud.limits)
    reply = given.structure("reply_parameters")
    if isinstance(reply, dict):
        _check_reply(account, reply)
    cloud.pace.admit(account.user_id, cloud.now())
    message = Message(cloud.next_message_id(), cloud.now(), by_bot=True, text=text, entities=entities, media=media)
    if keyboard is not None:
        _put_keyboard(account, message, keyboard)
    content = cloud.add_message(account, message)
    cloud.show(account, message, "sent")
    return content


def _check_reply(account: Account, reply: JsonObject) -> None:
    if reply.get("message_id") not in account.messages and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")


def _put_keyboard(account: Account, message: Message, keyboard: Keyboard) -> None:
    """The Bot API can only edit messages without a markup or with an inline keyboard."""
    message.inline = keyboard.inline
    message.editable = keyboard.kind == "inline"
    if keyboard.kind == "reply":
        account.reply_keyboard = keyboard.labels
    elif keyboard.kind == "remove":
        account.reply_keyboard = ()


def _editable(cloud: Cloud, given: Parameters) -> tuple[Account, Message]:
    account = cloud.account_of(given.text("chat_id"))
    message = account.messages.get(_message_id(given))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot or not message.editable:
        raise bad_request("message can't be edited")
    return account, message


def _message_id(given: Parameters) -> int:
    if not given.text("message_id"):
        raise bad_request("message identifier is not specified")
    return given.integer("message_id", 0)


def _inline_only(cloud: Cloud, given: Parameters) -> JsonObject | None:
    keyboard = read_keyboard(given.structure("reply_markup", "reply keyboard markup"), cloud.limits)
    if keyboard is not None and keyboard.kind != "inline":
        raise bad_request("inline keyboard expected")
    return keyboard.inline if keyboard else None


def _formatted(given: Parameters, name: str, entities_name: str) -> tuple[str, list[JsonObject]]:
    """Parsed by `parse_mode` or with the entities given; white space at both ends falls away."""
    mode = given.text("parse_mode")
    text, entities = parse(given.text(name), mode)
    listed = given.structure(entities_name)
    if listed is not None and not mode:
        entities = _entities(listed, utf16_length(text))
    stripped = text.strip()
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(stripped)
    moved = [{**entity, "offset": max(0, entity["offset"] - lead)} for entity in entities]
    return stripped, [{**entity, "length": min(entity["length"], end - entity["offset"])} for entity in moved]


def _entities(listed: object, length: int) -> list[JsonObject]:
    if not isinstance(listed, list):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    for entity in listed:
        if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
            raise bad_request("can't parse MessageEntity: expected an Object with a type")
        offset, size = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(size, int) or offset < 0 or size < 1 or offset + size > length:
            raise bad_request("entity is outside of the text")
    return list(listed)


def _caption(cloud: Cloud, given: Parameters) -> tuple[str, list[JsonObject]]:
    caption, entities = _formatted(given, "caption", "caption_entities")
    if len(caption) > cloud.limits.caption:
        raise bad_request("message caption is too long")
    return caption, entities


def _upload(cloud: Cloud, given: Parameters, name: str) -> Upload | JsonObject:
    """A file of the form, or the JSON of one that Telegram already has."""
    value = given.text(name)
    upload = given.uploads.get(value.removeprefix("attach://") if value else name)
    if upload is not None:
        return upload
    if not value:
        raise bad_request(f"there is no {name} in the request")
    if value not in cloud.files:
        raise bad_request("wrong remote file identifier specified: Wrong character in the string")
    return cloud.files[value].to_json()
