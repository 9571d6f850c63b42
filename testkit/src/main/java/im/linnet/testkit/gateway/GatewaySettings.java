package im.linnet.testkit.gateway;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link GatewayService} behaves. Immutable; {@link #pymsnt} is the beginning, and every
 * {@code with} method returns a changed copy.
 */
public final class GatewaySettings {
  private String name;
  private PromptAnswer promptAnswer;
  private EmptyPrompt emptyPrompt;
  private AddressForm addressForm;
  private PushForm pushForm;
  private FailureNotice failureNotice;
  private ErrorSender errorSender;
  private RoomRecipient roomRecipient;
  private Duration typingTimeout;
  private Duration invitationTimeout;
  private boolean invitedJoin;
  private @Nullable Avatar defaultAvatar;
  private @Nullable String registrationText;
  private @Nullable Refusal registrationRefusal;
  private Set<GatewayFault> faults;

  private GatewaySettings() {
    name = "MSN Transport";
    promptAnswer = PromptAnswer.PROMPT;
    emptyPrompt = EmptyPrompt.TWO_ERRORS;
    addressForm = AddressForm.PERCENT;
    pushForm = PushForm.SUBSYNC;
    failureNotice = FailureNotice.ERROR;
    errorSender = ErrorSender.GATEWAY;
    roomRecipient = RoomRecipient.ACCOUNT;
    typingTimeout = Duration.ofSeconds(15);
    invitationTimeout = Duration.ofMinutes(2);
    invitedJoin = true;
    defaultAvatar = Avatar.png(0);
    registrationText = null;
    registrationRefusal = null;
    faults = Set.of();
  }

  private GatewaySettings(GatewaySettings other) {
    name = other.name;
    promptAnswer = other.promptAnswer;
    emptyPrompt = other.emptyPrompt;
    addressForm = other.addressForm;
    pushForm = other.pushForm;
    failureNotice = other.failureNotice;
    errorSender = other.errorSender;
    roomRecipient = other.roomRecipient;
    typingTimeout = other.typingTimeout;
    invitationTimeout = other.invitationTimeout;
    invitedJoin = other.invitedJoin;
    defaultAvatar = other.defaultAvatar;
    registrationText = other.registrationText;
    registrationRefusal = other.registrationRefusal;
    faults = other.faults;
  }

  /** {@return the settings that behave as PyMSNt 0.11} */
  public static GatewaySettings pymsnt() {
    return new GatewaySettings();
  }

  /** {@return the gateway's name in service discovery and its vCard} */
  public String name() {
    return name;
  }

  /** {@return the element with the contact's address in answers to a prompt} */
  public PromptAnswer promptAnswer() {
    return promptAnswer;
  }

  /** {@return the answer to an empty prompt} */
  public EmptyPrompt emptyPrompt() {
    return emptyPrompt;
  }

  /** {@return how addresses of the legacy network are written} */
  public AddressForm addressForm() {
    return addressForm;
  }

  /** {@return how the contact list is announced} */
  public PushForm pushForm() {
    return pushForm;
  }

  /** {@return how it reports that a message did not reach a contact} */
  public FailureNotice failureNotice() {
    return failureNotice;
  }

  /** {@return the sender of errors for requests to contacts} */
  public ErrorSender errorSender() {
    return errorSender;
  }

  /** {@return which address of the user a room sends its stanzas to} */
  public RoomRecipient roomRecipient() {
    return roomRecipient;
  }

  /** {@return how long after the last sign of it a contact stops typing} */
  public Duration typingTimeout() {
    return typingTimeout;
  }

  /** {@return how long the user can accept an invitation to a room} */
  public Duration invitationTimeout() {
    return invitationTimeout;
  }

  /** {@return whether contacts who are online join rooms to which they are invited} */
  public boolean invitedJoin() {
    return invitedJoin;
  }

  /** {@return the picture of contacts who have none, or null for no picture} */
  public @Nullable Avatar defaultAvatar() {
    return defaultAvatar;
  }

  /** {@return a message sent to the client after a registration, or null for none} */
  public @Nullable String registrationText() {
    return registrationText;
  }

  /** {@return the answer to valid registrations, or null to accept them} */
  public @Nullable Refusal registrationRefusal() {
    return registrationRefusal;
  }

  /** {@return what the gateway does wrong} */
  public Set<GatewayFault> faults() {
    return faults;
  }

  /**
   * Returns a copy with another value.
   *
   * @param other the gateway's name in service discovery and its vCard
   * @return the changed copy
   */
  public GatewaySettings withName(String other) {
    GatewaySettings copy = new GatewaySettings(this);
    copy.name = other;
    return copy;
  }

  /**
   * Returns a copy with another value.
   *
   * @param other the element with the contact's address in answers to a prompt
   * @return the changed copy
   */
  public GatewaySettings withPromptAnswer(PromptAnswer other) {
    GatewaySettings copy = new GatewaySettings(this);
    copy.promptAnswer = other;
    return copy;
  }

  /**
   * Returns a copy with another value.
   *
   * @param other the answer to an empty prompt
   * @return the changed copy
   */
  public GatewaySettings withEmptyPrompt(EmptyPrompt other) {
    GatewaySettings copy = new GatewaySettings(this);
    copy.emptyPrompt = other;
    return copy;
  }

  /**
   * Returns a copy with another value.
   *
   * @param other how addresses of the legacy network are written
   * @return the changed copy
   */
  public GatewaySettings withAddressForm(AddressForm other) {
    GatewaySettings copy = new GatewaySettings(this);
    copy.addressForm = other;
    return copy;
  }

  /**
   * Returns a copy with another value.
   *
   * @param other how the contact list is announced
   * @return the changed copy
   */
  public GatewaySettings withPushForm(PushForm other) {
    GatewaySettings copy = new GatewaySettings(this);
    copy.pushForm = other;
    return copy;
  }

  /**
   * Returns a copy with another value.
   *
   * @param other how it reports that a message did not reach a contact
   * @return the changed copy
   */
  public GatewaySettings withFailureNotice(FailureNotice other) {
    GatewaySettings copy = new GatewaySettings(this);
    copy.failureNotice = other;
    return copy;
  }

  /**
   * Returns a copy with another value.
   *
   * @param other the sender of errors for requests to contacts
   * @return the changed copy
   */
  public GatewaySettings withErrorSender(ErrorSender other) {
    GatewaySettings copy = new GatewaySettings(this);
    copy.errorSender = other;
    return copy;
  }

  /**
   * Returns a copy with another value.
   *
   * @param other which address of the user a room sends its stanzas to
   * @return the changed copy
   */
  public GatewaySettings withRoomRecipient(RoomRecipient other) {
    GatewaySettings copy = new GatewaySettings(this);
    copy.roomRecipient = other;
    return copy;
  }

  /**
   * Returns a copy with another value.
   *
   * @param other how long after the last sign of it a contact stops typing
   * @return the changed copy
   * @throws IllegalArgumentException if it is negative
   */
  public GatewaySettings withTypingTimeout(Duration other) {
    GatewaySettings copy = new GatewaySettings(this);
    copy.typingTimeout = checked("typingTimeout", other);
    return copy;
  }

  /**
   * Returns a copy with another value.
   *
   * @param other how long the user can accept an invitation to a room
   * @return the changed copy
   * @throws IllegalArgumentException if it is negative
   */
  public GatewaySettings withInvitationTimeout(Duration other) {
    GatewaySettings copy = new GatewaySettings(this);
    copy.invitationTimeout = checked("invitationTimeout", other);
    return copy;
  }

  /**
   * Returns a copy with another value.
   *
   * @param other whether contacts who are online join rooms to which they are invited
   * @return the changed copy
   */
  public GatewaySettings withInvitedJoin(boolean other) {
    GatewaySettings copy = new GatewaySettings(this);
    copy.invitedJoin = other;
    return copy;
  }

  /**
   * Returns a copy with another value.
   *
   * @param other the picture of contacts who have none, or null for no picture
   * @return the changed copy
   */
  public GatewaySettings withDefaultAvatar(@Nullable Avatar other) {
    GatewaySettings copy = new GatewaySettings(this);
    copy.defaultAvatar = other;
    return copy;
  }

  /**
   * Returns a copy with another value.
   *
   * @param other a message sent to the client after a registration, or null for none
   * @return the changed copy
   */
  public GatewaySettings withRegistrationText(@Nullable String other) {
    GatewaySettings copy = new GatewaySettings(this);
    copy.registrationText = other;
    return copy;
  }

  /**
   * Returns a copy with another value.
   *
   * @param other the answer to valid registrations, or null to accept them
   * @return the changed copy
   */
  public GatewaySettings withRegistrationRefusal(@Nullable Refusal other) {
    GatewaySettings copy = new GatewaySettings(this);
    copy.registrationRefusal = other;
    return copy;
  }

  /**
   * Returns a copy with other faults.
   *
   * @param others what the gateway does wrong; none for a gateway without faults
   * @return the changed copy
   */
  public GatewaySettings withFaults(GatewayFault... others) {
    GatewaySettings copy = new GatewaySettings(this);
    copy.faults = Set.of(others);
    return copy;
  }

  /** {@return whether the gateway has the fault} */
  boolean has(GatewayFault fault) {
    return faults.contains(fault);
  }

  private static Duration checked(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
    }
    return value;
  }
}
