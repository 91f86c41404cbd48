using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using SalesSupport.Abstractions;

namespace SalesSupport.Host.Shell;

/// <summary>Every text that was typed arrives trimmed and with plain line feeds, so that no form has to remember it. Passwords arrive as they were typed.</summary>
internal sealed class TypedTextBinderProvider : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.ModelType == typeof(string) && context.Metadata.DataTypeName != nameof(DataType.Password) ? new TypedTextBinder() : null;

    private sealed class TypedTextBinder : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var value = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
            if (value != ValueProviderResult.None)
            {
                bindingContext.ModelState.SetModelValue(bindingContext.ModelName, value);
                var text = value.FirstValue?.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Trim();
                bindingContext.Result = ModelBindingResult.Success(string.IsNullOrEmpty(text) ? null : text);
            }

            return Task.CompletedTask;
        }
    }
}

/// <summary>Gives the framework's validation the house's words, in the user's language.</summary>
internal sealed class HouseMessages : IValidationMetadataProvider
{
    public void CreateValidationMetadata(ValidationMetadataProviderContext context)
    {
        foreach (var required in context.ValidationMetadata.ValidatorMetadata.OfType<RequiredAttribute>())
        {
            required.ErrorMessage ??= "ValueRequired";
        }

        foreach (var range in context.ValidationMetadata.ValidatorMetadata.OfType<RangeAttribute>())
        {
            range.ErrorMessage ??= "NumberOutOfRange";
        }
    }

    public static void Words(DefaultModelBindingMessageProvider words)
    {
        words.SetAttemptedValueIsInvalidAccessor((value, _) => Invalid(value));
        words.SetNonPropertyAttemptedValueIsInvalidAccessor(Invalid);
        words.SetUnknownValueIsInvalidAccessor(_ => HouseTexts.Get("ValueInvalid"));
        words.SetNonPropertyUnknownValueIsInvalidAccessor(() => HouseTexts.Get("ValueInvalid"));
        words.SetValueIsInvalidAccessor(_ => HouseTexts.Get("ValueInvalid"));
        words.SetValueMustBeANumberAccessor(_ => HouseTexts.Get("NumberInvalid"));
        words.SetNonPropertyValueMustBeANumberAccessor(() => HouseTexts.Get("NumberInvalid"));
        words.SetValueMustNotBeNullAccessor(_ => HouseTexts.Get("ValueRequired"));
        words.SetMissingBindRequiredValueAccessor(_ => HouseTexts.Get("ValueRequired"));
        words.SetMissingKeyOrValueAccessor(() => HouseTexts.Get("ValueRequired"));
        words.SetMissingRequestBodyRequiredValueAccessor(() => HouseTexts.Get("ValueRequired"));
    }

    // 2026-02-30 reads like a date but is none; say so.
    private static string Invalid(string value) => HouseTexts.Get(value.Length is 8 or 10 && value.Count(char.IsDigit) >= 6 ? "DateInvalid" : "ValueInvalid");
}
